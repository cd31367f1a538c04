/** True where two paths, or endpoints, are one socket: /var/run is /run on every distribution of the last decade. */
export function sameSocket(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(path: string): string {
  return path.replace(/^unix:\/\//, '').replace(/^\/var\/run\//, '/run/');
}

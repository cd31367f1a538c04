import { Client, credentials, type ServiceError } from '@grpc/grpc-js';

/**
 * Has a runtime pull an image, as craned's supervisor does, and gives back its error's text (null: it was
 * pulled). The doctor itself never pulls, so that its own client does not know the call.
 */
export function pullImage(socket: string, image: string): Promise<string | null> {
  const client = new Client(`unix:${socket}`, credentials.createInsecure());
  const same = (bytes: Buffer): Buffer => bytes;
  // PullImageRequest { image: ImageSpec { image } }, with both of field number 1 and shorter than 128 bytes.
  const name = Buffer.from(image);
  const spec = Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  const request = Buffer.concat([Buffer.from([0x0a, spec.length]), spec]);
  return new Promise((resolve) => {
    const call = (error: ServiceError | null): void => {
      client.close();
      resolve(error?.details ?? null);
    };
    const deadline = Date.now() + 20_000;
    client.makeUnaryRequest('/runtime.v1.ImageService/PullImage', same, same, request, { deadline }, call);
  });
}

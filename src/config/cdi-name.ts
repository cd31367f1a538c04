const VENDOR = /^[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const CLASS = /^[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/;
const DEVICE = /^[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?$/;

/**
 * A fully qualified CDI device name, `vendor/class=device`, by the rules of the CDI specification
 * (SPEC.md, "kind" and "device names"): what is no such name, no runtime resolves.
 */
export function isCdiName(text: string): boolean {
  const equals = text.indexOf('=');
  const slash = text.indexOf('/');
  if (equals === -1 || slash === -1 || slash > equals) return false;
  return (
    VENDOR.test(text.slice(0, slash)) &&
    CLASS.test(text.slice(slash + 1, equals)) &&
    DEVICE.test(text.slice(equals + 1))
  );
}

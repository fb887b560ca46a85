const MOST_ELEMENTS = 2 ** 25;

/**
 * Makes this process refuse large arrays as a small machine does, with the RangeError that JavaScript has for it: calls ask for
 * terabytes, and campaigns run beside other work.
 */
export function refuseLargeArrays(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const name of ["Float32Array", "Float64Array", "Int32Array", "Uint8Array", "ArrayBuffer"]) {
    scope[name] = new Proxy(scope[name] as new (...args: unknown[]) => object, {
      construct(target, args, newTarget): object {
        if (typeof args[0] === "number" && args[0] > MOST_ELEMENTS)
          throw new RangeError("Array buffer allocation failed");
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
  }
  const { Buffer } = globalThis;
  const unsafe = Buffer.allocUnsafeSlow.bind(Buffer);
  Buffer.allocUnsafeSlow = (size) => {
    if (size > 8 * MOST_ELEMENTS) throw new RangeError("Array buffer allocation failed");
    return unsafe(size);
  };
}

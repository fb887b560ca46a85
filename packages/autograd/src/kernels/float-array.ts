/** What kernels read and write. */
export type FloatArray = Float32Array | Float64Array;

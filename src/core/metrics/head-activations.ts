/** Where the activations of one head lie inside the output buffers of a batch, so that metrics read them in place. */

/** Element [i, j] is data[offset + i * rowStride + j]. */
export interface StridedMatrix {
  /** float32 as models give it; float64 in tests */
  readonly data: Float32Array | Float64Array;
  readonly offset: number;
  readonly rowStride: number;
}

/** One head on one statement of n tokens. */
export interface HeadActivations {
  /** n: the real tokens, without padding */
  readonly tokens: number;
  /** d */
  readonly dHead: number;
  /**
   * [n, n] query, key; rows sum to 1. Out of `hook_pattern` [B, H, S, S]: offset (b * H + h) * S * S, rowStride S.
   */
  readonly pattern: StridedMatrix;
  /** [n, d] pattern times values. Out of `hook_z` [B, S, H, d]: offset b * S * H * d + h * d, rowStride H * d. */
  readonly z: StridedMatrix;
}

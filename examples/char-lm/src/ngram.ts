/**
 * Bits per character of a unigram model: each character predicted by its frequency alone, whatever came before.
 * Counts start at one (Laplace), so that no held-out character is impossible.
 *
 * The first held-out character is context only, as it is for every model compared here.
 */
export function unigramBits(training: Int32Array, heldOut: Int32Array, vocabularySize: number): number {
  const probability = frequencies(training, vocabularySize);
  let bits = 0;
  for (let i = 1; i < heldOut.length; i++) bits -= Math.log2(probability[heldOut[i]]);
  return bits / (heldOut.length - 1);
}

/**
 * Bits per character of a bigram model: each character predicted from the one before it,
 * `p(b | a) = (count(ab) + V·p(b)) / (count(a) + V)`, smoothed towards the unigram by as many imaginary counts as the
 * vocabulary has characters (a Dirichlet prior: MacKay and Peto, "A hierarchical Dirichlet language model", 1995).
 */
export function bigramBits(training: Int32Array, heldOut: Int32Array, vocabularySize: number): number {
  const prior = frequencies(training, vocabularySize);
  const pairs = new Map<number, number>();
  const firsts = new Float64Array(vocabularySize);
  for (let i = 1; i < training.length; i++) {
    const pair = training[i - 1] * vocabularySize + training[i];
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    firsts[training[i - 1]]++;
  }
  let bits = 0;
  for (let i = 1; i < heldOut.length; i++) {
    const before = heldOut[i - 1];
    const count = pairs.get(before * vocabularySize + heldOut[i]) ?? 0;
    bits -= Math.log2((count + vocabularySize * prior[heldOut[i]]) / (firsts[before] + vocabularySize));
  }
  return bits / (heldOut.length - 1);
}

function frequencies(training: Int32Array, vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize).fill(1);
  for (const id of training) counts[id]++;
  return counts.map((count) => count / (training.length + vocabularySize));
}

/** Code of values that hardly any argument should be. */
export const WRONG: readonly string[] = [
  "undefined", "null", "true", "false", "NaN", "Infinity", "-Infinity", "0", "-0", "1", "-1", "2", "3", "0.5", "-0.5", "1e-320",
  "1e308", "2 ** 31", "2 ** 32", "2 ** 40", "2 ** 53", "-(2 ** 31)", "-(2 ** 53)", "1n", "10n ** 400n", 'Symbol("s")',
  '""', '"a"', '"float64"', '"relu"', '"mean"', '"__proto__"', '"a.b"', '"x".repeat(5000)', "Object(1)", 'Object("a")',
  "() => 1", "(x) => x", "(...xs) => xs", "async (x) => x", "function* () {}", "class {}", "boom", "Math.max", "(x) => x.sum()",
  "() => undefined", "(x) => x.mul(x)", "() => leaf([])",
  "{}", "Object.create(null)", "throwing()", "cyclicRecord()", "{ length: 3 }", "{ length: 2 ** 32 }", "{ length: -1 }",
  "{ shape: [2], data: [1, 2] }", "{ shape: 3 }", "{ toString: null }", "{ constructor: 1 }", "{ then: 1 }", "{ [Symbol.iterator]: 1 }",
  "{ name: Symbol() }", "Object.create(autograd.Tensor.prototype)", "Object.create(nn.Module.prototype)", "Object.create(optim.Optimizer.prototype)",
  "new Proxy({}, {})", "new Proxy([], {})", "new Proxy([1, 2], {})", "new Proxy(some([2]), {})", "new Proxy(() => 1, {})",
  "new Proxy(new nn.Linear(3, 2), {})", "new Proxy(new autograd.Generator(1), {})",
  "revoked({})", "revoked([])", "revoked(() => 1)", "new Date(NaN)", "new Map()", "new Map([[1, 2]])", "new Set([1])", "new WeakMap()",
  "/a/g", "Promise.resolve(1)", 'new Error("e")', "JSON", "[][Symbol.iterator]()",
  "[]", "[[]]", "[[[]]]", "[1, 2]", "[[1, 2], [3]]", "[[1, 2], [3, 4]]", "[null]", '["a"]', "[1n]", "[undefined]", "[NaN]", "[{}]", "[[1], 2]",
  "[, 1]", "[() => 1]", "[some([2])]", "[some([2]), null]", "[-1]", "[0]", "[0.5]", "[2 ** 31]", "[2 ** 40, 0]", "[0, 2 ** 40]", "[2 ** 27, 2 ** 27]",
  "[true, false]", "[Symbol()]", "new Array(3)", "new Array(2 ** 31)", "new Array(200000).fill(1)", "cyclicList()", "[1, cyclicList()]", "nested(100)", "nested(20000)",
  "new Float32Array(3)", "Float64Array.of(1, 2)", "Int32Array.of(0, 1)", "Int32Array.of(-1, 9)", "new Uint8Array(16)", "BigInt64Array.of(1n)",
  "new DataView(new ArrayBuffer(8))", "new ArrayBuffer(8)", "new SharedArrayBuffer(8)", "new Float32Array(new SharedArrayBuffer(8))",
  "detached(new Float32Array(4))", "detached(Int32Array.of(1, 2))", "detached(new Uint8Array(64))", "detached(new Uint8Array(8)).buffer",
  "some([])", "some([0])", "some([1])", "some([2])", "some([3])", "some([2, 3])", "some([3, 2])", "some([2, 3, 4])", "some([0, 3])", "some([2, 0])",
  "some([1, 2, 4, 4])", 'some([2, 3], "float64")', 'some([], "float64")', "leaf([])", "leaf([2])", "leaf([2, 3])", 'leaf([2], "float64")',
  "gone([2])", "gone([2, 3])", "gone([])", "autograd.full([2, 3], NaN)", "autograd.full([2, 3], Infinity)", "autograd.zeros([2 ** 40, 0])",
  "leaf([2]).mul(2)", "leaf([2, 3]).sum()", "leaf([2, 2]).unstack()", "trained([2, 3])",
  "new nn.Linear(3, 2)", "new nn.Parameter([1, 2])", "new rnn.LSTMCell(3, 2)", "new rnn.GRU(3, 2)", "new optim.SGD([trained([2])], { lr: 0.1 })",
  "new autograd.Generator(1)", "autograd.tanh", "nn.Linear", "autograd", "new nn.Linear(3, 2).stateDict()", "new nn.Dropout()",
]; // prettier-ignore

/** Code of values among which a good one is likely. */
export const PLAUSIBLE: readonly string[] = [
  "0", "1", "2", "3", "-1", "0.5", "1e-5", "true", "false", "null", "[2]", "[2, 3]", "[0, 1]", "[1, 0]", "[[0, 1]]", "[1, 1]",
  "some([2])", "some([3])", "some([2, 3])", "some([3, 2])", "some([3, 3])", "some([2, 3, 4])", "some([1, 2, 4, 4])", "leaf([2, 3])",
  "leaf([3])", 'some([2, 3], "float64")', "some([])", "Int32Array.of(0, 1)", "(x) => x.sum()", "(x) => x.mul(x)", '"sum"', '"none"', '"float32"',
]; // prettier-ignore

export const OPTION_NAMES: readonly string[] = [
  "alpha", "approximate", "axis", "batchFirst", "beta", "betas", "bias", "ceilMode", "correction", "createGraph", "descending", "diagonal",
  "dilation", "dim", "dropout", "dtype", "end", "eps", "generator", "groups", "ignoreIndex", "initial", "inplace", "inputs", "isCausal", "keepDims",
  "keepdim", "labelSmoothing", "length", "lengths", "lr", "mask", "max", "maximize", "min", "mode", "momentum", "name", "nonlinearity",
  "numLayers", "offset", "p", "padding", "paddingIdx", "paramGroups", "params", "reduction", "requiresGrad", "retainGraph", "reverse", "scan", "shape", "start",
  "state", "std", "strict", "stride", "training", "transposeA", "value", "weight", "weightDecay", "width", "nonsense", "__proto__",
]; // prettier-ignore

// A program of its own: passes in one synchronous loop, and how much memory the process has along the way, in MB.
import { manualSeed, randn, setBackend, type Backend, type Tensor } from "@rewind/autograd";
import { LSTM } from "@rewind/rnn";

const [mode, backend, without] = process.argv.slice(2);
if (without === "no-registry") Reflect.deleteProperty(globalThis, "FinalizationRegistry");
setBackend(backend as Backend);
manualSeed(0);
const net = new LSTM(32, 64);
const x = randn([32, 8, 32]);

const pass: Record<string, (loss: Tensor) => void> = {
  dropped() {},
  backward: (loss) => loss.backward(),
  retained: (loss) => loss.backward(undefined, { retainGraph: true }),
  validated(loss) {
    net.forward(x).outputs.mean().item();
    loss.backward();
  },
};

const memory: Record<number, number> = {};
for (let i = 1; i <= 3000; i++) {
  pass[mode](net.forward(x).outputs.square().mean());
  if (i === 300 || i === 3000) memory[i] = process.memoryUsage.rss() / 2 ** 20;
}
console.log(JSON.stringify(memory));

// A program of its own: passes in one synchronous loop, and the most bytes that the process took up to each of the marks.
import { manualSeed, randn, setBackend, type Backend, type Tensor } from "@rewind/autograd";
import { LSTM } from "@rewind/rnn";

const [mode, backend, ...marks] = process.argv.slice(2);
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

const memory: number[] = [];
let done = 0;
for (const mark of marks.map(Number)) {
  let most = 0;
  for (; done < mark; done++) {
    pass[mode](net.forward(x).outputs.square().mean());
    most = Math.max(most, process.memoryUsage.rss());
  }
  memory.push(most);
}
console.log(JSON.stringify(memory));

// A few updates of a small recurrent net; prints the loss, or the error that stopped it.
import { manualSeed, randn, type Tensor } from "@rewind/autograd";
import { Dropout, Linear, mseLoss } from "@rewind/nn";
import { Adam } from "@rewind/optim";
import { LSTM } from "@rewind/rnn";

if (process.argv[2] === "seeded") manualSeed(1);

function train(): number {
  const layer = new LSTM(3, 8);
  const drop = new Dropout(0.1);
  const out = new Linear(8, 1);
  const optimizer = new Adam([...layer.parameters(), ...out.parameters()], { lr: 0.01 });
  const xs = randn([6, 4, 3]);
  let loss: Tensor | undefined;
  for (let i = 0; i < 5; i++) {
    optimizer.zeroGrad();
    loss = mseLoss(out.forward(drop.forward(layer.forward(xs).outputs)), xs.sum({ axis: 2, keepDims: true }));
    loss.backward();
    optimizer.step();
  }
  return (loss as Tensor).item();
}

try {
  console.log(`loss ${train()}`);
} catch (error) {
  console.log(`${(error as Error).name}: ${(error as Error).message}`);
}

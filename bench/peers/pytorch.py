"""PyTorch as a process of the benchmark: the workloads and the protocol of bench/src/serve.ts."""

import json
import math
import resource
import sys
import time

import torch
from torch import nn


class PortableRandom:
    """The generator of bench/src/portable-random.ts."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        return self.state / 2**32

    def uniform(self, shape, bound):
        values = [(2 * self.next() - 1) * bound for _ in range(math.prod(shape))]
        return torch.tensor(values, dtype=torch.float32).reshape(shape)

    def classes(self, count, classes):
        return torch.tensor([math.floor(self.next() * classes) for _ in range(count)])


def training(parameters, loss_of):
    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    last = [float("nan")]

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of()
        loss.backward()
        optimizer.step()
        last[0] = loss.item()

    return step, lambda: last[0]


def fill(parameters, values):
    with torch.no_grad():
        for parameter, value in zip(parameters, values):
            parameter.copy_(value)


def by_hand(inputs, weight_ih, weight_hh, bias_ih, bias_hh):
    """An LSTM op by op, as bench/src/workloads/user-lstm-cell.ts has it."""
    h = inputs.new_zeros(inputs.shape[1], weight_hh.shape[1])
    c = h
    outputs = []
    for x in inputs.unbind(0):
        gates = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)
        i, f, g, o = gates.chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        outputs.append(h)
    return torch.stack(outputs)


def recurrent(spec):
    batch, steps, size, hidden = spec["batch"], spec["steps"], spec["input"], spec["hidden"]
    layer = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[spec["cell"]](size, hidden)
    head = nn.Linear(hidden, spec["classes"])
    parameters = [*layer.parameters(), *head.parameters()]
    random = PortableRandom(1)
    fill(parameters, [random.uniform(parameter.shape, 1 / math.sqrt(hidden)) for parameter in parameters])
    inputs = PortableRandom(2).uniform((steps, batch, size), 1)
    targets = PortableRandom(3).classes(steps * batch, spec["classes"])

    def loss_of():
        outputs = layer(inputs)[0] if spec["form"] == "layer" else by_hand(inputs, *layer.parameters())
        return nn.functional.cross_entropy(head(outputs.reshape(-1, hidden)), targets)

    return training(parameters, loss_of)


def mlp(spec):
    sizes = spec["sizes"]
    layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    parameters = [parameter for layer in layers for parameter in layer.parameters()]
    random = PortableRandom(1)
    bounds = [1 / math.sqrt(layer.in_features) for layer in layers for _ in range(2)]
    fill(parameters, [random.uniform(p.shape, bound) for p, bound in zip(parameters, bounds)])
    images = PortableRandom(2).uniform((spec["batch"], sizes[0]), 1)
    targets = PortableRandom(3).classes(spec["batch"], sizes[-1])
    parts = [part for layer in layers for part in (layer, nn.ReLU())][:-1]
    model = nn.Sequential(*parts)
    return training(parameters, lambda: nn.functional.cross_entropy(model(images), targets))


def matmul(spec):
    random = PortableRandom(2)
    a, b = (random.uniform((spec["size"], spec["size"]), 1) for _ in range(2))
    a.requires_grad_(spec["gradients"])
    b.requires_grad_(spec["gradients"])
    upstream = torch.ones(spec["size"], spec["size"])
    last = []

    def step():
        a.grad = b.grad = None
        last[:] = [a @ b]
        if spec["gradients"]:
            last[0].backward(upstream)

    return step, lambda: last[0][0, 0].item()


def elementwise(spec):
    random = PortableRandom(2)
    a, b, c = (random.uniform((spec["size"],), 1) for _ in range(3))
    chain = spec["op"] == "chain"
    for leaf in (a, b, c):
        leaf.requires_grad_(chain)
    last = []

    def step():
        if not chain:
            last[:] = [a.tanh() if spec["op"] == "tanh" else a.sigmoid()]
            return
        a.grad = b.grad = c.grad = None
        last[:] = [(a * b + c).tanh().sum()]
        last[0].backward()

    return step, lambda: last[0].flatten()[0].item()


def softmax(spec):
    leaf = PortableRandom(2).uniform((spec["rows"], spec["classes"]), 1).requires_grad_()
    targets = PortableRandom(3).classes(spec["rows"], spec["classes"])
    last = []

    def step():
        leaf.grad = None
        last[:] = [nn.functional.cross_entropy(leaf, targets)]
        last[0].backward()

    return step, lambda: last[0].item()


def adam(spec):
    random = PortableRandom(2)
    leaf = random.uniform((spec["size"],), 1).requires_grad_()
    leaf.grad = random.uniform((spec["size"],), 1)
    optimizer = torch.optim.Adam([leaf], lr=1e-3)
    return optimizer.step, lambda: leaf[0].item()


def tape(spec):
    random = PortableRandom(2)
    leaf, factor, summand = (random.uniform((spec["size"],), 1) for _ in range(3))
    leaf.requires_grad_()
    last = []

    def step():
        leaf.grad = None
        y = leaf
        for _ in range(0, spec["ops"], 2):
            y = y * factor + summand
        last[:] = [y.sum()]
        last[0].backward()

    return step, lambda: last[0].item()


def order(spec):
    size, hidden = spec["input"], spec["hidden"]
    layer = nn.LSTM(size, hidden)
    weights = list(layer.parameters())
    random = PortableRandom(1)
    directions = [random.uniform(weight.shape, 1 / math.sqrt(hidden)) for weight in weights]
    fill(weights, directions)
    inputs = PortableRandom(2).uniform((spec["steps"], spec["batch"], size), 1)
    second = spec["order"] == 2
    last = []

    def step():
        loss = layer(inputs)[0].square().mean()
        slopes = torch.autograd.grad(loss, weights, create_graph=second)
        result = sum((slope * direction).sum() for slope, direction in zip(slopes, directions))
        last[:] = [torch.autograd.grad(result, weights)[0].sum() if second else result]

    return step, lambda: last[0].item()


def in_loop(spec):
    random = PortableRandom(2)
    first, factor = (random.uniform((spec["size"],), 1).requires_grad_() for _ in range(2))
    last = []

    def step():
        theta = first
        for _ in range(spec["steps"]):
            loss = (theta * factor).tanh().square().sum()
            slope, _ = torch.autograd.grad(loss, [theta, factor], retain_graph=True)
            theta = theta - 0.1 * slope
        last[:] = [theta.sum()]

    return step, lambda: last[0].item()


def take(task, steps, milliseconds):
    step, loss = task
    times, losses = [], []
    end = time.perf_counter() + milliseconds / 1000
    while True:
        start = time.perf_counter()
        step()
        now = time.perf_counter()
        times.append((now - start) * 1000)
        if len(losses) < 3:
            losses.append(loss())
        if len(times) >= steps or now >= end:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"times": times, "losses": losses, "peakRssMb": peak, "sinceStartMs": 0}


def main():
    torch.set_num_threads(1)
    kinds = {
        "recurrent": recurrent,
        "mlp": mlp,
        "matmul": matmul,
        "elementwise": elementwise,
        "softmax": softmax,
        "adam": adam,
        "tape": tape,
        "order": order,
        "in-loop": in_loop,
    }
    task = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "spec" in request:
                task = kinds[request["spec"]["kind"]](request["spec"])
                answer = {"ready": f"PyTorch {torch.__version__}"}
            else:
                answer = take(task, request["steps"], request["milliseconds"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()

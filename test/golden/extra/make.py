"""Makes the cases beside this file with PyTorch 1.13, in the format of ../data/README.md: python3 make.py"""

import json
import math
import os
import random

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(1)


def randn(*shape):
    return torch.randn(shape, generator=generator).float().double()


def pack(t):
    numbers = [float(f"{v:.9g}") for v in t.detach().double().flatten().tolist()]
    data = [v if math.isfinite(v) else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(v, "NaN") for v in numbers]
    out = {"shape": list(t.shape), "data": data}
    if t.dtype == torch.bool:
        out["dtype"] = "bool"
    elif not t.dtype.is_floating_point:
        out["dtype"] = "int"
    return out


def case(kind, fn, inputs, options=None, constants=()):
    """One call: its outputs, and gradients of the float inputs that are no constants."""
    leaves = {
        name: t.clone().requires_grad_() if t.dtype.is_floating_point and name not in constants else t
        for name, t in inputs.items()
    }
    result = fn(**leaves)
    if isinstance(result, torch.Tensor):
        outputs = {"out": result}
    elif hasattr(result, "values"):
        outputs = {"values": result.values, "indices": result.indices}
    else:
        outputs = {f"out{i}": piece for i, piece in enumerate(result)}
    cotangents = {name: randn(*t.shape) for name, t in outputs.items() if t.requires_grad}
    made = {
        "kind": kind,
        "inputs": {name: pack(t) for name, t in leaves.items()},
        "options": options or {},
        "outputs": {name: pack(t) for name, t in outputs.items()},
    }
    if cotangents:
        sum((outputs[name] * g).sum() for name, g in cotangents.items()).backward()
        made["cotangents"] = {name: pack(g) for name, g in cotangents.items()}
        made["grads"] = {
            name: pack(torch.zeros_like(t) if t.grad is None else t.grad)
            for name, t in leaves.items()
            if t.requires_grad
        }
    return made


def write(name, cases):
    counts = {}
    for made in cases:
        number = counts.get(made["kind"], 0)
        counts[made["kind"]] = number + 1
        made["id"] = f"{made['kind']}#{number}"
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(made, separators=(",", ":")) for made in cases) + "\n]\n")


def training(name, steps=6, **options):
    """The run that optim.* describes."""
    x, y = randn(8, 3), randn(8, 1)
    start = {"W1": randn(3, 4) * 0.5, "b1": randn(4) * 0.1, "W2": randn(4, 1) * 0.5, "b2": randn(1) * 0.1}
    start = {key: value.float().double() for key, value in start.items()}
    params = {key: value.clone().requires_grad_() for key, value in start.items()}
    optimizer = getattr(torch.optim, name)(params.values(), **options)
    outputs = {key: [value.clone()] for key, value in start.items()}
    outputs.update(losses=[], lr=[])
    grads = {key: [] for key in params}
    for _ in range(steps):
        first = []

        def closure():
            optimizer.zero_grad()
            hidden = torch.tanh(x @ params["W1"] + params["b1"])
            loss = ((hidden @ params["W2"] + params["b2"] - y) ** 2).mean()
            loss.backward()
            if not first:
                for key, p in params.items():
                    grads[key].append(p.grad.clone())
            first.append(loss.detach())
            return loss

        optimizer.step(closure)
        outputs["losses"].append(first[0])
        outputs["lr"].append(torch.tensor([group["lr"] for group in optimizer.param_groups]))
        for key, p in params.items():
            outputs[key].append(p.detach().clone())
    return {
        "kind": f"optim.{name}",
        "inputs": {"X": pack(x), "Y": pack(y)},
        "params": {key: pack(value) for key, value in start.items()},
        "options": {"optimizer": name, "steps": steps, **options},
        "outputs": {key: pack(torch.stack(value)) for key, value in outputs.items()},
        "grads": {key: pack(torch.stack(value)) for key, value in grads.items()},
    }


class Together:
    """Several schedules of one optimizer, each stepped; `by_hand` sets the rates before some of the steps."""

    def __init__(self, optimizer, schedulers, by_hand=(), metrics=()):
        self.optimizer, self.schedulers, self.by_hand, self.metrics = optimizer, schedulers, dict(by_hand), metrics
        self.steps = 0

    def step(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.by_hand.get(self.steps, group["lr"])
        for one in self.schedulers:
            plateau = isinstance(one, torch.optim.lr_scheduler.ReduceLROnPlateau)
            one.step(*self.metrics[self.steps : self.steps + 1] if plateau else ())
        self.steps += 1


def schedule(name, steps, options, lr=0.1, momentum=None):
    """The run that sched.* describes."""
    rates = lr if isinstance(lr, list) else [lr]
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": rate} for rate in rates]
    optimizer = torch.optim.SGD(groups, lr=rates[0], momentum=momentum or 0)

    def make(name, options):
        given = dict(options)
        if "lr_lambda" in given:
            given["lr_lambda"] = eval(f"lambda epoch: {given['lr_lambda']}")
        if "schedulers" in given:
            given["schedulers"] = [
                make(own["name"], {key: value for key, value in own.items() if key != "name"})
                for own in given["schedulers"]
            ]
        if name == "Together":
            return Together(optimizer, **given)
        made = getattr(torch.optim.lr_scheduler, name, None) or getattr(torch.optim.swa_utils, name)
        return made(**given) if name == "ChainedScheduler" else made(optimizer, **given)

    scheduler = make(name, options)
    outputs = {"lr": [], "momentum": []}
    for step in range(steps + 1):
        if step > 0:
            optimizer.step()
            scheduler.step()
        for key, rows in outputs.items():
            rows.append(torch.tensor([float(group[key]) for group in optimizer.param_groups]))
    extra = {} if momentum is None else {"momentum": momentum}
    return {
        "kind": f"sched.{name}",
        "tol": {"rtol": 1e-6, "atol": 1e-9},
        "inputs": {},
        "options": {"lr": lr, "steps": steps, **extra, **options},
        "outputs": {key: pack(torch.stack(rows)) for key, rows in outputs.items()},
    }


def some_schedule(draw, name):
    """Random options of a schedule. Left out is where PyTorch divides by zero, or two schedules share what is written in the group."""
    share, few = draw.uniform(0.1, 0.9), lambda: draw.randint(2, 8)
    options = {
        "StepLR": lambda: {"step_size": few(), "gamma": share},
        "MultiStepLR": lambda: {"milestones": sorted(draw.choices(range(15), k=3)), "gamma": share},
        "ExponentialLR": lambda: {"gamma": share},
        "ConstantLR": lambda: {"factor": share, "total_iters": few()},
        "LinearLR": lambda: {"start_factor": share, "end_factor": draw.choice([0.0, 0.5, 1.0]), "total_iters": few()},
        "PolynomialLR": lambda: {"power": draw.choice([0.5, 1.0, 2.0]), "total_iters": few()},
        "CosineAnnealingLR": lambda: {"T_max": few(), "eta_min": draw.choice([0, 0.01])},
        "CosineAnnealingWarmRestarts": lambda: {"T_0": few(), "T_mult": draw.choice([1, 2]), "eta_min": 0.01},
        "LambdaLR": lambda: {"lr_lambda": "1 / (epoch + 1)"},
        "MultiplicativeLR": lambda: {"lr_lambda": "0.5 + 1 / (epoch + 2)"},
        "CyclicLR": lambda: {"base_lr": 0.02, "max_lr": share, "step_size_up": few(), "mode": "triangular2"},
        "OneCycleLR": lambda: {"max_lr": share, "total_steps": draw.randint(21, 30), "three_phase": draw.random() < 0.5},
        "SWALR": lambda: {"swa_lr": 0.05, "anneal_epochs": draw.choice([0, 4, 30]), "anneal_strategy": draw.choice(["cos", "linear"])},
        "ReduceLROnPlateau": lambda: {"patience": draw.randint(0, 3), "factor": share},
        "SequentialLR": lambda: {"schedulers": [named(draw, draw.choice(CLOSED)) for _ in range(3)], "milestones": [few(), 8 + few()]},
        "ChainedScheduler": lambda: {"schedulers": [named(draw, draw.choice(CLOSED)) for _ in range(2)]},
    }
    return options if name is None else options[name]()


def named(draw, name):
    return {"name": name, **some_schedule(draw, name)}


CLOSED = ["StepLR", "ExponentialLR", "ConstantLR", "LinearLR", "PolynomialLR", "CosineAnnealingLR", "LambdaLR", "MultiplicativeLR"]
SCHEDULES = list(some_schedule(random.Random(1), None))


def schedules_together(count):
    """Two schedules each, drawn so that every kind occurs, half of them with rates set by hand on the way."""
    draw = random.Random(1)
    for i in range(count):
        first = SCHEDULES[i % len(SCHEDULES)]
        pair = [first, draw.choice([name for name in SCHEDULES if name != first])]
        draw.shuffle(pair)
        options = {"schedulers": [named(draw, name) for name in pair]}
        if i % 2:
            options["by_hand"] = [[draw.randint(0, 19), draw.uniform(0, 1)] for _ in range(2)]
        if "ReduceLROnPlateau" in pair:
            options["metrics"] = [draw.randint(1, 5) for _ in range(20)]
        yield schedule("Together", 20, options, lr=[0.1, 1], momentum=0.9)


write("optim.json", [
    training("ASGD", lr=0.1),
    training("ASGD", lr=0.1, lambd=0.01, alpha=0.5, t0=2, weight_decay=0.1, maximize=True),
    training("Rprop"),
    training("Rprop", lr=0.05, etas=[0.4, 1.3], step_sizes=[0.01, 0.2], maximize=True),
    training("LBFGS", steps=3, lr=0.5, max_iter=4, history_size=3),
    # PyTorch's own float32 run is 2.1 times the usual tolerance away here: the line search decides on small differences.
    {**training("LBFGS", steps=3, max_iter=6, line_search_fn="strong_wolfe"), "tol": {"rtol": 1e-3, "atol": 1e-4}},
    training("LBFGS", steps=3, max_iter=10, max_eval=7, history_size=2, line_search_fn="strong_wolfe"),
    training("Adagrad", lr=0.1, lr_decay=0.1, maximize=True),
    training("Adadelta", lr=0.5, maximize=True),
    training("RMSprop", centered=True, momentum=0.9, maximize=True),
    training("Adamax", maximize=True),
    training("AdamW", amsgrad=True, maximize=True),
])

write("schedulers.json", [
    schedule("MultiplicativeLR", 10, {"lr_lambda": "0.95 - 0.01 * epoch"}, lr=[0.1, 0.5]),
    schedule("ChainedScheduler", 12, {"schedulers": [
        {"name": "ConstantLR", "factor": 0.1, "total_iters": 3}, {"name": "ExponentialLR", "gamma": 0.9}]}),
    schedule("ChainedScheduler", 14, {"schedulers": [
        {"name": "LinearLR", "start_factor": 0.5, "total_iters": 4},
        {"name": "CosineAnnealingLR", "T_max": 5, "eta_min": 0.01}, {"name": "StepLR", "step_size": 3}]}, lr=[0.1, 1]),
    schedule("ChainedScheduler", 8, {"schedulers": [
        {"name": "PolynomialLR", "total_iters": 4, "power": 2}, {"name": "MultiStepLR", "milestones": [2, 5]},
        {"name": "MultiplicativeLR", "lr_lambda": "1 - 1 / (epoch + 3)"}]}),
    schedule("ChainedScheduler", 6, {"schedulers": [
        {"name": "LambdaLR", "lr_lambda": "1 / (epoch + 1)"}, {"name": "ExponentialLR", "gamma": 0.5}]}),
    schedule("ConstantLR", 6, {"factor": 0.25, "total_iters": 4}),
    schedule("PolynomialLR", 8, {"total_iters": 5, "power": 1.5}),
    schedule("CyclicLR", 14, {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "step_size_down": 2}, momentum=0.9),
    schedule("CyclicLR", 12, {"base_lr": [0.01, 0.02], "max_lr": [0.1, 0.3], "step_size_up": 2,
                              "mode": "triangular2", "base_momentum": 0.7}, lr=[0.1, 0.1], momentum=0.9),
    schedule("CyclicLR", 12, {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "mode": "exp_range", "gamma": 0.9,
                              "cycle_momentum": False}),
    schedule("OneCycleLR", 12, {"max_lr": 0.2, "total_steps": 13, "three_phase": True, "pct_start": 0.4,
                                "base_momentum": 0.8}, momentum=0.9),
    schedule("OneCycleLR", 12, {"max_lr": [0.2, 0.4], "epochs": 3, "steps_per_epoch": 5, "anneal_strategy": "linear"},
             lr=[0.1, 0.1], momentum=0.9),
    schedule("SWALR", 8, {"swa_lr": 0.05, "anneal_epochs": 5}, lr=[0.1, 0.01]),
    schedule("SWALR", 4, {"swa_lr": 0.05, "anneal_epochs": 0}),
    schedule("SWALR", 6, {"swa_lr": [0.05, 0.2], "anneal_epochs": 4, "anneal_strategy": "linear"}, lr=[0.1, 0.01]),
    schedule("SequentialLR", 12, {"schedulers": [
        {"name": "ConstantLR", "factor": 0.1, "total_iters": 10}, {"name": "CosineAnnealingLR", "T_max": 4},
        {"name": "ExponentialLR", "gamma": 0.9}], "milestones": [3, 8]}),
])

write("schedules-together.json", [
    schedule("Together", 4, {"schedulers": [
        {"name": "ExponentialLR", "gamma": 0.5}, {"name": "StepLR", "step_size": 2, "gamma": 0.1}]}, lr=1),
    *schedules_together(96),
])

x, y = randn(3, 4), randn(3, 4)
positive = randn(3, 4).abs() + 0.1
unit = torch.rand(3, 4, generator=generator).float().double() * 0.8 + 0.1
mask = randn(3, 4) > 0

unary = {
    name: getattr(torch, name)
    for name in "sin cos tan sinh cosh atan asinh expm1 square erf sign".split()
}
unary.update({name: getattr(F, name) for name in "selu mish relu6 hardsigmoid hardswish softsign logsigmoid celu glu".split()})
ops = [case(name, lambda x, fn=fn: fn(x), {"x": x * 2}) for name, fn in unary.items()]
ops += [
    case(name, lambda x, fn=getattr(torch, name): fn(x), {"x": positive})
    for name in "log1p log2 log10 rsqrt reciprocal".split()
]
ops += [
    case("logaddexp", lambda a, b: torch.logaddexp(a, b), {"a": x, "b": y}),
    case("atan2", lambda a, b: torch.atan2(a, b), {"a": x, "b": y}),
    case("lerp", lambda start, end, weight: torch.lerp(start, end, weight), {"start": x, "end": y, "weight": unit}),
    case("lerp", lambda start, end: torch.lerp(start, end, 0.3), {"start": x, "end": y}, {"weight": 0.3}),
    case("prelu", lambda x, weight: F.prelu(x, weight), {"x": x, "weight": unit[0]}),
    case("glu", lambda x: F.glu(x, 0), {"x": randn(4, 3)}, {"dim": 0}),
    case("celu", lambda x: F.celu(x, 0.5), {"x": x}, {"alpha": 0.5}),
    case("outer", lambda a, b: torch.outer(a, b), {"a": x[0], "b": y[1]}),
    case("dot", lambda a, b: torch.dot(a, b), {"a": x[0], "b": y[1]}),
    case("bilinear", lambda x1, x2, weight, bias: F.bilinear(x1, x2, weight, bias),
         {"x1": x, "x2": randn(3, 2), "weight": randn(5, 4, 2), "bias": randn(5)}),
    case("addmm", lambda input, mat1, mat2: torch.addmm(input, mat1, mat2, beta=0.5, alpha=2),
         {"input": randn(3, 2), "mat1": x, "mat2": randn(4, 2)}, {"beta": 0.5, "alpha": 2}),
    case("cumprod", lambda x: torch.cumprod(x, 1), {"x": x}, {"dim": 1}),
    case("logcumsumexp", lambda x: torch.logcumsumexp(x, -1), {"x": x}, {"dim": -1}),
    case("norm", lambda x: torch.norm(x, 3, 1, True), {"x": x}, {"p": 3, "dim": 1, "keepdim": True}),
    case("norm", lambda x: torch.norm(x, math.inf, 0), {"x": x}, {"p": "inf", "dim": 0}),
    case("norm", lambda x: torch.norm(x), {"x": x}, {"p": "fro", "dim": None}),
    case("cosine_similarity", lambda x1, x2: F.cosine_similarity(x1, x2), {"x1": x, "x2": y}, {"dim": 1, "eps": 1e-8}),
    case("pairwise_distance", lambda x1, x2: F.pairwise_distance(x1, x2, 2), {"x1": x, "x2": y}, {"p": 2}),
    case("topk", lambda x: torch.topk(x, 2, 1, False), {"x": x}, {"k": 2, "dim": 1, "largest": False, "sorted": True}),
    case("sort", lambda x: torch.sort(x, dim=0, descending=True), {"x": x}, {"dim": 0, "descending": True}),
    case("argsort", lambda x: torch.argsort(x, 1), {"x": x}, {"dim": 1}),
    case("cummax", lambda x: torch.cummax(x, 1), {"x": x}, {"dim": 1}),
    case("roll", lambda x: torch.roll(x, [1, -1], [0, 1]), {"x": x}, {"shifts": [1, -1], "dims": [0, 1]}),
    case("roll", lambda x: torch.roll(x, 5), {"x": x}, {"shifts": 5, "dims": None}),
    case("repeat", lambda x: x.repeat(2, 1, 2), {"x": x}, {"repeats": [2, 1, 2]}),
    case("repeat_interleave", lambda x: torch.repeat_interleave(x, 2, 1), {"x": x}, {"repeats": 2, "dim": 1}),
    case("repeat_interleave", lambda x, repeats: torch.repeat_interleave(x, repeats, 0),
         {"x": x, "repeats": torch.tensor([2, 0, 1])}, {"dim": 0}),
    case("tril", lambda x: torch.tril(x, -1), {"x": x}, {"diagonal": -1}),
    case("triu", lambda x: torch.triu(x, 1), {"x": x}, {"diagonal": 1}),
    case("masked_fill", lambda x, mask: x.masked_fill(mask, -2.5), {"x": x, "mask": mask}, {"value": -2.5}),
    case("masked_select", lambda x, mask: x.masked_select(mask), {"x": x, "mask": mask}),
    case("chunk", lambda x: torch.chunk(x, 3, 1), {"x": x}, {"chunks": 3, "dim": 1}),
    case("unbind", lambda x: torch.unbind(x, 1), {"x": x}, {"dim": 1}),
    case("flatten", lambda x: torch.flatten(x, 1), {"x": randn(2, 3, 2)}, {"start_dim": 1, "end_dim": -1}),
    case("movedim", lambda x: torch.movedim(x, [0, 1], [2, 0]), {"x": randn(2, 3, 2)},
         {"source": [0, 1], "destination": [2, 0]}),
    case("diagonal", lambda x: torch.diagonal(x, 1, 0, 2), {"x": randn(2, 3, 4)}, {"offset": 1, "dim1": 0, "dim2": 2}),
    case("unfold", lambda x: x.unfold(1, 2, 1), {"x": x}, {"dimension": 1, "size": 2, "step": 1}),
    case("index_add", lambda x, index, source: x.index_add(0, index, source, alpha=2),
         {"x": x, "index": torch.tensor([2, 0, 2]), "source": y}, {"dim": 0, "alpha": 2}),
    case("select", lambda x: x.select(1, -1), {"x": x}, {"dim": 1, "index": -1}),
    case("narrow", lambda x: x.narrow(1, 1, 2), {"x": x}, {"dim": 1, "start": 1, "length": 2}),
    case("pad", lambda x: F.pad(x, [2, 1], mode="reflect"), {"x": randn(2, 3, 4)}, {"pad": [2, 1], "mode": "reflect"}),
    case("pad", lambda x: F.pad(x, [2, 1], mode="replicate"), {"x": randn(2, 3, 4)}, {"pad": [2, 1], "mode": "replicate"}),
    case("pad", lambda x: F.pad(x, [2, 1], mode="circular"), {"x": randn(2, 3, 4)}, {"pad": [2, 1], "mode": "circular"}),
    case("conv_transpose1d", lambda input, weight, bias: F.conv_transpose1d(input, weight, bias, stride=2, padding=1),
         {"input": randn(2, 3, 4), "weight": randn(3, 2, 3), "bias": randn(2)}, {"stride": 2, "padding": 1, "bias": True}),
    case("conv_transpose2d", lambda input, weight: F.conv_transpose2d(input, weight, stride=2, output_padding=1, groups=2),
         {"input": randn(1, 2, 3, 3), "weight": randn(2, 2, 2, 2)}, {"stride": 2, "output_padding": 1, "groups": 2, "bias": False}),
    case("conv1d", lambda input, weight: F.conv1d(input, weight, padding="same", dilation=2),
         {"input": randn(1, 2, 6), "weight": randn(2, 2, 3)}, {"padding": "same", "dilation": 2, "bias": False}),
    case("adaptive_avg_pool1d", lambda x: F.adaptive_avg_pool1d(x, 3), {"x": randn(2, 2, 5)}, {"output_size": 3}),
    case("adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, (2, 3)), {"x": randn(1, 2, 5, 4)}, {"output_size": [2, 3]}),
]
write("ops.json", ops)

signs = torch.where(mask[:, 0], 1.0, -1.0)
targets = torch.tensor([1, 3, 0])
losses = []
for reduction in ["mean", "sum", "none"]:
    given = {"reduction": reduction}
    losses += [
        case("poisson_nll_loss", lambda input, target: F.poisson_nll_loss(input, target, full=True, **given),
             {"input": x, "target": positive * 3}, {**given, "full": True, "log_input": True, "eps": 1e-8}, ["target"]),
        case("gaussian_nll_loss", lambda input, target, var: F.gaussian_nll_loss(input, target, var, full=True, **given),
             {"input": x, "target": y, "var": positive}, {**given, "full": True}, ["target"]),
        case("hinge_embedding_loss", lambda input, target: F.hinge_embedding_loss(input, target, margin=0.5, **given),
             {"input": x, "target": torch.where(mask, 1.0, -1.0)}, {**given, "margin": 0.5}, ["target"]),
        case("soft_margin_loss", lambda input, target: F.soft_margin_loss(input, target, **given),
             {"input": x, "target": torch.where(mask, 1.0, -1.0)}, given, ["target"]),
        case("multilabel_soft_margin_loss", lambda input, target, weight: F.multilabel_soft_margin_loss(input, target, weight, **given),
             {"input": x, "target": mask.double(), "weight": unit[0]}, given, ["target", "weight"]),
        case("multi_margin_loss", lambda input, target, weight: F.multi_margin_loss(input, target, weight=weight, margin=0.7, p=2, **given),
             {"input": x, "target": targets, "weight": unit[0]}, {**given, "margin": 0.7, "p": 2}, ["weight"]),
        case("multilabel_margin_loss", lambda input, target: F.multilabel_margin_loss(input, target, **given),
             {"input": x, "target": torch.tensor([[3, 0, -1, 1], [2, -1, 0, 0], [0, 1, 2, 3]])}, given),
        case("margin_ranking_loss", lambda input1, input2, target: F.margin_ranking_loss(input1, input2, target, 0.3, **given),
             {"input1": x[:, 0], "input2": y[:, 0], "target": signs}, {**given, "margin": 0.3}, ["target"]),
        case("cosine_embedding_loss", lambda input1, input2, target: F.cosine_embedding_loss(input1, input2, target, -0.5, **given),
             {"input1": x, "input2": y, "target": signs}, {**given, "margin": -0.5}, ["target"]),
        case("triplet_margin_loss", lambda anchor, positive, negative: F.triplet_margin_loss(anchor, positive, negative, margin=2, swap=True, **given),
             {"anchor": x, "positive": y, "negative": randn(3, 4)}, {**given, "margin": 2, "p": 2, "eps": 1e-6, "swap": True}),
        case("cross_entropy", lambda input, target: F.cross_entropy(input, target, label_smoothing=0.1, **given),
             {"input": x, "target": torch.softmax(y, 1).float().double()}, {**given, "label_smoothing": 0.1, "ignore_index": -100}, ["target"]),
    ]
write("losses.json", losses)

generator.manual_seed(2)
x, y, z = randn(3, 4), randn(3, 4), randn(3, 4)
unit = torch.rand(3, 4, generator=generator).float().double() * 0.8 + 0.1
mask = randn(3, 4) > 0
special = torch.tensor([1.5, math.nan, math.inf, -math.inf, 0.0])
ties = torch.tensor([[0.0, 0.0], [0.0, 3.0], [3.0, -3.0], [1.0, -2.0]])

neighbours = [
    case(name, lambda x, fn=getattr(torch, name): fn(x), {"x": x * 3}) for name in "trunc frac erfc trace median".split()
]
neighbours += [
    case(name, lambda x, fn=getattr(F, name): fn(x), {"x": x * 2}) for name in "tanhshrink softshrink hardshrink".split()
]
neighbours += [
    case(name, lambda a, b, fn=getattr(torch, name): fn(a, b), {"a": x * 4, "b": y})
    for name in "fmod remainder hypot kron".split()
]
neighbours += [
    case(name, lambda x, fn=getattr(torch, name): fn(x), {"x": special}) for name in "isinf isfinite any all".split()
]
neighbours += [
    case("fmod", lambda a, b: torch.fmod(a, b), {"a": torch.tensor([5.0, -5, 5, -5, 0, 3]), "b": torch.tensor([3.0, 3, -3, -3, 2, math.inf])}),
    case("remainder", lambda a, b: torch.remainder(a, b), {"a": torch.tensor([5.0, -5, 5, -5, 0, 3]), "b": torch.tensor([3.0, 3, -3, -3, 2, 7])}),
    case("erfc", lambda x: torch.erfc(x), {"x": torch.linspace(-6, 9, 16)}),
    case("logit", lambda x: torch.logit(x), {"x": unit}),
    case("logit", lambda x: torch.logit(x, 0.3), {"x": unit}, {"eps": 0.3}),
    case("xlogy", lambda a, b: torch.xlogy(a, b), {"a": x, "b": unit}),
    case("xlogy", lambda a, b: torch.xlogy(a, b), {"a": torch.tensor([0.0, 0, 1, 0]), "b": torch.tensor([2.0, 0.5, 3, math.nan])}),
    case("nan_to_num", lambda x: torch.nan_to_num(x, 3, 2, -1), {"x": special}, {"nan": 3, "posinf": 2, "neginf": -1}),
    case("any", lambda x: torch.any(x, 1, True), {"x": (x > 0).double()}, {"dim": 1, "keepdim": True}),
    case("all", lambda x: torch.all(x, 0), {"x": (x > 0).double()}, {"dim": 0, "keepdim": False}),
    case("count_nonzero", lambda x: torch.count_nonzero(x, 1), {"x": (x > 0).double()}, {"dim": 1}),
    case("addcdiv", lambda input, tensor1, tensor2: torch.addcdiv(input, tensor1, tensor2, value=-0.5),
         {"input": x, "tensor1": y, "tensor2": unit}, {"value": -0.5}),
    case("baddbmm", lambda input, batch1, batch2: torch.baddbmm(input, batch1, batch2, beta=0.5, alpha=2),
         {"input": randn(3, 2), "batch1": randn(2, 3, 4), "batch2": randn(2, 4, 2)}, {"beta": 0.5, "alpha": 2}),
    case("tensordot", lambda a, b: torch.tensordot(a, b), {"a": randn(2, 3, 4), "b": randn(3, 4, 2)}, {"dims": 2}),
    case("tensordot", lambda a, b: torch.tensordot(a, b, ([1, 0], [0, 2])), {"a": randn(2, 3, 4), "b": randn(3, 5, 2)},
         {"dims": [[1, 0], [0, 2]]}),
    case("kron", lambda a, b: torch.kron(a, b), {"a": randn(2), "b": randn(2, 1, 3)}),
    case("cross", lambda a, b: torch.linalg.cross(a, b), {"a": randn(2, 3), "b": randn(1, 3)}),
    case("cross", lambda a, b: torch.cross(a, b, 0), {"a": x, "b": y}, {"dim": 0}),
    case("diff", lambda x: torch.diff(x, 2, 0), {"x": x}, {"n": 2, "dim": 0}),
    case("diff", lambda x, prepend, append: torch.diff(x, prepend=prepend, append=append),
         {"x": x, "prepend": randn(3, 1), "append": randn(3, 2)}),
    case("normalize", lambda x: F.normalize(x), {"x": x}),
    case("normalize", lambda x: F.normalize(x, 3, 0, 10), {"x": x}, {"p": 3, "dim": 0, "eps": 10}),
    case("softmin", lambda x: F.softmin(x, 0), {"x": x}, {"dim": 0}),
    case("softshrink", lambda x: F.softshrink(x, 0.2), {"x": x}, {"lambd": 0.2}),
    case("hardshrink", lambda x: F.hardshrink(x, 0.2), {"x": x}, {"lambd": 0.2}),
    case("softshrink", lambda x: F.softshrink(x), {"x": torch.tensor([-0.5, 0.5, 0, 0.75])}),
    case("hardshrink", lambda x: F.hardshrink(x), {"x": torch.tensor([-0.5, 0.5, 0, 0.75])}),
    case("threshold", lambda x: F.threshold(x, 0.1, 20), {"x": x}, {"threshold": 0.1, "value": 20}),
    case("threshold", lambda x: F.threshold(x, 0.5, 9), {"x": torch.tensor([-0.5, 0.5, math.nan, 0.75])}, {"threshold": 0.5, "value": 9}),
]
neighbours += [
    case("cdist", lambda x1, x2, p=p: torch.cdist(x1, x2, p), {"x1": x, "x2": randn(2, 5, 4)}, {"p": p}) for p in [1, 2, 3]
]
neighbours += [
    case("norm", lambda x, p=p: torch.linalg.vector_norm(x, p, 1), {"x": ties},
         {"p": p if math.isfinite(p) else str(p), "dim": 1, "keepdim": False})
    for p in [-1, -2.5, 0.5, 1, 2, 3, math.inf, -math.inf]
]
neighbours += [
    case("norm", lambda x: torch.linalg.vector_norm(x, -math.inf, (0, 2), True), {"x": randn(2, 3, 2)},
         {"p": "-inf", "dim": [0, 2], "keepdim": True}),
    case("norm", lambda x: (x * 0).sum(1) + torch.linalg.vector_norm(x, 0, 1), {"x": ties}, {"p": 0, "dim": 1, "keepdim": False}),
    case("clamp", lambda x, min, max: torch.clamp(x, min, max), {"x": x, "min": randn(4) - 0.5, "max": randn(3, 1) + 0.5}),
    case("clamp", lambda x, min: torch.clamp(x, min), {"x": x, "min": y}),
    case("clamp", lambda x, max: torch.clamp(x, max=max), {"x": x, "max": y}),
    case("clamp", lambda x, min, max: torch.clamp(x, min, max), {
        "x": torch.tensor([1.0, 2, 3, 4]), "min": torch.tensor([1.0, 3, 2, 6]), "max": torch.tensor([1.0, 4, 2, 5])}),
    case("masked_fill", lambda x, mask, value: x.masked_fill(mask, value), {"x": x, "mask": mask, "value": randn()}),
    case("masked_fill", lambda x, mask, value: x.masked_fill(mask, value), {"x": x, "mask": mask[:1], "value": randn()}),
    case("gather", lambda x, index: torch.gather(x, 1, index), {"x": x, "index": torch.tensor([[3, 0]])}, {"dim": 1}),
    case("gather", lambda x, index: torch.gather(x, 0, index), {"x": randn(3), "index": torch.tensor([], dtype=torch.long)}, {"dim": 0}),
    case("gather", lambda x, index: torch.gather(x, 0, index), {"x": randn(), "index": torch.tensor([0])}, {"dim": 0}),
    case("gather", lambda x, index: torch.gather(x, 0, index), {"x": randn(), "index": torch.tensor(0)}, {"dim": 0}),
    case("scatter", lambda x, index, src: torch.scatter(x, 1, index, src),
         {"x": x, "index": torch.tensor([[3, 0], [1, 2]]), "src": y[:2, :2]}, {"dim": 1}),
    case("scatter", lambda x, index: torch.scatter(x, 0, index, 7.5),
         {"x": x, "index": torch.tensor([[2, 0, 1]])}, {"dim": 0, "value": 7.5}),
]
for reduce in ["sum", "prod", "mean", "amax", "amin"]:
    for include in [True, False]:
        given = {"reduce": reduce, "include_self": include}
        neighbours += [
            case("scatter_reduce", lambda x, index, src: torch.scatter_reduce(x, 0, index, src, **given),
                 {"x": x, "index": torch.tensor([[2, 0, 2, 1], [2, 1, 2, 1], [0, 0, 2, 2]]), "src": y}, {"dim": 0, **given}),
            case("scatter_reduce", lambda x, index, src: torch.scatter_reduce(x, 0, index, src, **given),
                 {"x": torch.tensor([1.0, 2 if include else 5, 3]), "index": torch.tensor([1, 0, 1, 0]), "src": torch.tensor([2.0, 0, 2, 2])},
                 {"dim": 0, **given}),
        ]
neighbours += [
    case(name, lambda x, fn=getattr(torch, name), correction=correction: fn(x, dim=1, correction=correction), {"x": x},
         {"dim": 1, "correction": correction, "keepdim": False})
    for name in ["var", "std"] for correction in [0, 1, 2]
]

cube = randn(3, 4, 5)
triple = [[True, False, True, False], [False, True, True, False], [False, False, False, True]]
picks = [
    ["1:3", None, 2], ["...", -1], ["::2", "...", "3:0"], [[2, 0, -1]], [[2, 0], "...", [1, -1]], ["...", [[0, 1], [2, 3]], 1],
    [[[0], [1]], [[1, 2, 3]]], [1, ":", [0, 2]], [":", [1, -1], [0, 4]], [None, [0, 0], ":", [1, 2], None], [triple],
    [triple, [0, 1, 2, 3, 4]], [":", [True, False, True, True]], [[True, False, True], [3, 0], "1:"], [0, 1, 2], [[]], [":", []],
    [[True, True, False], "::2", [0, 4]],
]


def ours(pick):
    """PyTorch's index for one as the cases write it."""
    if pick == "...":
        return ...
    if isinstance(pick, str):
        return slice(*[int(part) if part else None for part in pick.split(":")])
    return torch.tensor(pick, dtype=torch.long if pick == [] else None) if isinstance(pick, list) else pick


neighbours += [
    case("at", lambda x: x[tuple(ours(pick) for pick in index)], {"x": cube}, {"indices": index}) for index in picks
]
neighbours += [
    case("at", lambda x: x.flip(0)[:, ::2].flip(1), {"x": cube}, {"indices": ["::-1", "2::-2"]}),
]
write("neighbours.json", neighbours)


def module(name, args, inputs, options=None, inputs_as=None, passes=0, evaluate=False, constants=()):
    """A layer with its parameters, after so many passes in training: its outputs, what it keeps, and all gradients."""
    made = getattr(torch.nn, name)(*args, **(options or {})).double()
    for p in made.parameters():
        p.data = randn(*p.shape) * 0.5
    params = {key: pack(value) for key, value in made.state_dict().items()}
    leaves = {
        key: t.clone().requires_grad_() if t.dtype.is_floating_point and key not in constants else t
        for key, t in inputs.items()
    }
    for _ in range(passes):
        made(*leaves.values())
    made.train(not evaluate)
    result = made(*leaves.values())
    outputs = {}

    def collect(value):
        if isinstance(value, torch.Tensor):
            outputs[f"out{len(outputs)}"] = value
        else:
            for part in value:
                if part is not None:
                    collect(part)

    collect(result)
    cotangents = {key: randn(*t.shape) for key, t in outputs.items() if t.requires_grad}
    sum((outputs[key] * g).sum() for key, g in cotangents.items()).backward()
    outputs.update({f"state.{key}": value for key, value in made.state_dict().items()})
    trained = {**leaves, **dict(made.named_parameters())}
    return {
        "kind": f"form.{name}",
        "inputs": {key: pack(t) for key, t in leaves.items()},
        "params": params,
        "options": {"args": list(args), "passes": passes, "evaluate": evaluate, **(options or {})},
        "outputs": {key: pack(t) for key, t in outputs.items()},
        "cotangents": {key: pack(g) for key, g in cotangents.items()},
        "grads": {
            key: pack(torch.zeros_like(t) if t.grad is None else t.grad) for key, t in trained.items() if t.requires_grad
        },
    }


forms = []
for mode in ["zeros", "reflect", "replicate", "circular"]:
    forms += [
        module("Conv1d", [2, 3, 3], {"x": randn(2, 2, 5)}, {"padding": 2, "padding_mode": mode, "dilation": 2}),
        module("Conv1d", [2, 2, 4], {"x": randn(1, 2, 6)}, {"padding": "same", "padding_mode": mode, "groups": 2}),
        module("Conv2d", [2, 3, (3, 2)], {"x": randn(1, 2, 4, 5)}, {"padding": (2, 1), "padding_mode": mode, "stride": (1, 2)}),
        module("Conv2d", [1, 2, 2], {"x": randn(1, 1, 4, 5)}, {"padding": "valid", "padding_mode": mode, "bias": False}),
    ]
for evaluate in [False, True]:
    forms += [
        module("InstanceNorm1d", [3], {"x": randn(2, 3, 4)}, {"track_running_stats": True, "affine": True}, passes=2, evaluate=evaluate),
        module("InstanceNorm2d", [2], {"x": randn(3, 2, 2, 3)}, {"track_running_stats": True, "momentum": 0.4}, passes=1, evaluate=evaluate),
        module("InstanceNorm1d", [2], {"x": randn(2, 4)}, {"track_running_stats": True}, passes=1, evaluate=evaluate),
    ]
indices = torch.tensor([[0, 2, 2], [4, 1, 0]])
forms += [
    module("Embedding", [5, 3], {"indices": indices}, {"scale_grad_by_freq": True}),
    module("Embedding", [5, 3], {"indices": indices}, {"max_norm": 0.6, "padding_idx": 2}),
    module("Embedding", [5, 3], {"indices": indices}, {"max_norm": 0.7, "norm_type": 1.0, "scale_grad_by_freq": True}),
    module("EmbeddingBag", [5, 3], {"indices": indices}, {"max_norm": 0.6, "mode": "sum"}),
    # PyTorch 1.13 counts wrongly here unless all indices occur equally often.
    module("EmbeddingBag", [5, 3], {"indices": torch.tensor([[0, 2, 2], [4, 4, 0]])}, {"scale_grad_by_freq": True, "mode": "mean"}),
    module("EmbeddingBag", [5, 3], {"indices": torch.tensor([0, 2, 2, 4, 1]), "offsets": torch.tensor([0, 3, 3, 5])},
           {"include_last_offset": True, "mode": "sum"}),
    module("RNNCell", [3, 2], {"x": randn(3), "h": randn(2)}),
    module("GRUCell", [3, 2], {"x": randn(3), "h": randn(2)}),
    module("GRUCell", [3, 2], {"x": randn(3)}),
    module("LSTM", [3, 2], {"x": randn(4, 3)}, {"bidirectional": True}),
    module("GRU", [3, 2], {"x": randn(4, 3)}, {"num_layers": 2, "batch_first": True}),
    module("MultiheadAttention", [4, 2], {"q": randn(3, 2, 4), "k": randn(5, 2, 4), "v": randn(5, 2, 4)}, {"add_bias_kv": True}),
    module("MultiheadAttention", [4, 2], {"q": randn(3, 4), "k": randn(5, 4), "v": randn(5, 4)},
           {"add_bias_kv": True, "add_zero_attn": True}),
    module("Unflatten", [1, (2, -1)], {"x": randn(2, 6)}),
    module("LayerNorm", [3], {"x": randn(3)}),
    module("Linear", [3, 2], {"x": randn(3)}),
]
for padded in [randn(1, 2, 6), randn(2, 7)]:
    values, places = F.max_pool1d(padded, 2, return_indices=True)
    forms.append(module("MaxUnpool1d", [2], {"x": values.clone(), "indices": places}))
values, places = F.max_pool2d(randn(1, 2, 6, 6), (2, 3), stride=(2, 3), padding=(1, 0), return_indices=True)
forms.append(module("MaxUnpool2d", [(2, 3)], {"x": values.clone(), "indices": places}, {"stride": (2, 3), "padding": (1, 0)}))
for reduction in ["mean", "sum", "none"]:
    given = {"reduction": reduction}
    one = torch.tensor(2)
    forms += [
        case("cross_entropy", lambda input, target, weight: F.cross_entropy(input, target, weight, label_smoothing=0.1, **given),
             {"input": x[0], "target": one, "weight": unit[0]}, {**given, "label_smoothing": 0.1}, ["weight"]),
        case("cross_entropy", lambda input, target: F.cross_entropy(input, target, **given),
             {"input": x[0], "target": torch.softmax(y[0], 0).float().double()}, given),
        case("nll_loss", lambda input, target, weight: F.nll_loss(input, target, weight, **given),
             {"input": torch.log_softmax(x[0], 0).float().double(), "target": one, "weight": unit[0]}, given, ["weight"]),
        case("multi_margin_loss", lambda input, target: F.multi_margin_loss(input, target, p=2, **given),
             {"input": x[0], "target": one}, {**given, "p": 2}),
        case("gaussian_nll_loss", lambda input, target, var: F.gaussian_nll_loss(input, target, var, **given),
             {"input": x, "target": y[:1], "var": positive}, given),
        case("margin_ranking_loss", lambda input1, input2, target: F.margin_ranking_loss(input1, input2, target, 0.3, **given),
             {"input1": x, "input2": y[:1], "target": signs.reshape(3, 1)}, {**given, "margin": 0.3}, ["target"]),
        case("hinge_embedding_loss", lambda input, target: F.hinge_embedding_loss(input, target, **given),
             {"input": x, "target": signs.reshape(3, 1)}, given, ["target"]),
    ]
forms += [
    case("pad", lambda x, p=p, mode=mode: F.pad(x, p, mode=mode), {"x": randn(1, 2, 5)}, {"pad": p, "mode": mode})
    for mode in ["reflect", "replicate", "circular"] for p in [[-2, 1], [2, -1]]
]
write("forms.json", forms)

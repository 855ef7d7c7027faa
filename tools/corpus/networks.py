"""Networks of torch: state dicts, whole modules of every layer, checkpoints, TorchScript, exported programs."""

import inspect

import torch
import torch.nn.utils.prune
from torch import nn

from maker import attempt, maker


def small_network():
    return nn.Sequential(
        nn.Conv2d(1, 2, 3),
        nn.BatchNorm2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(72, 4),
        nn.Dropout(0.1),
        nn.Softmax(-1),
    )


def layers():
    """Each layer of torch.nn that a few ordinary arguments can make."""
    tries = (
        (),
        (4,),
        (4, 4),
        (4, 4, 3),
        (4, 4, 4),
        (2, 4),
        ((4,), 1e-5),
        (0.1, 0.2),
        (nn.TransformerEncoderLayer(8, 2), 2),
        (8, 2),
    )
    for name, cls in sorted(vars(nn).items()):
        if inspect.isclass(cls) and issubclass(cls, nn.Module) and cls is not nn.Module:
            for arguments in tries:
                try:
                    yield name, cls(*arguments)
                    break
                except Exception:  # noqa: BLE001, S112 - the next arguments may fit
                    continue


@maker("torch")
def whole_modules(out):
    network = small_network()
    torch.save(network, out / "network.pth")
    torch.save(network, out / "network.legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(network.state_dict(), out / "network.state_dict.pt")
    torch.save({f"layer_{name}": layer for name, layer in layers()}, out / "all_layers.pt")
    torch.save([layer.state_dict() for _, layer in layers()], out / "all_states.bin")
    rnn = nn.ModuleDict(
        {
            "lstm": nn.LSTM(4, 8, 2),
            "gru": nn.GRU(4, 8),
            "heads": nn.ModuleList([nn.Linear(8, 2)]),
            "p": nn.ParameterList([nn.Parameter(torch.ones(2))]),
        }
    )
    torch.save(rnn, out / "rnn.pt")
    torch.save(nn.Transformer(8, 2, 1, 1, 16), out / "transformer.pt")
    torch.save(nn.DataParallel(network), out / "data_parallel.pth")
    torch.save(network.half(), out / "half.pt")


@maker("torch")
def normed(out):
    with attempt("torch weight norm"):
        torch.save(
            nn.utils.parametrizations.weight_norm(nn.Linear(4, 4)).state_dict(), out / "weight_norm.state_dict.pt"
        )
        torch.save(nn.utils.spectral_norm(nn.Linear(4, 4)), out / "spectral_norm.pt")
        torch.save(nn.utils.weight_norm(nn.Linear(4, 4)), out / "weight_norm_old.pt")
    with attempt("torch pruned"):
        layer = nn.Linear(4, 4)
        nn.utils.prune.l1_unstructured(layer, "weight", 0.5)
        torch.save(layer, out / "pruned.pt")


@maker("torch")
def training_checkpoints(out):
    optimizers = [
        n
        for n in dir(torch.optim)
        if inspect.isclass(getattr(torch.optim, n)) and n not in ("Optimizer", "SparseAdam", "LBFGS", "Muon")
    ]
    for name in optimizers:
        with attempt(f"torch optimizer {name}"):
            network = small_network()
            optimizer = getattr(torch.optim, name)(network.parameters(), lr=0.01)
            scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)
            network(torch.randn(2, 1, 8, 8)).sum().backward()
            optimizer.step()
            scheduler.step()
            torch.save(
                {
                    "epoch": 3,
                    "model": network.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "scheduler": scheduler.state_dict(),
                    "best": torch.tensor(0.5),
                },
                out / f"checkpoint_{name}.pth.tar",
            )
    network = small_network()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    torch.save(optimizer, out / "optimizer_whole.pt")
    schedules = torch.optim.lr_scheduler
    torch.save(
        [
            schedules.StepLR(optimizer, 2),
            schedules.ReduceLROnPlateau(optimizer),
            schedules.OneCycleLR(optimizer, 0.1, 10),
            schedules.CosineAnnealingWarmRestarts(optimizer, 2),
        ],
        out / "schedulers_whole.pt",
    )
    with attempt("torch scaler and average"):
        torch.save(
            {
                "scaler": torch.cuda.amp.GradScaler(enabled=False).state_dict(),
                "ema": torch.optim.swa_utils.AveragedModel(small_network()).state_dict(),
            },
            out / "scaler.pt",
        )
    with attempt("torch lambda schedule"):
        torch.save(schedules.LambdaLR(optimizer, lambda step: 0.9**step).state_dict(), out / "lambda_schedule.pt")


@maker("torch")
def scripts(out):
    network = small_network().eval()
    example = torch.randn(1, 1, 8, 8)
    torch.jit.save(torch.jit.script(network), str(out / "scripted.pt"))
    torch.jit.save(torch.jit.trace(network, example), str(out / "traced.ptl"))
    with attempt("torch lite"):
        torch.jit.script(network)._save_for_lite_interpreter(str(out / "mobile.ptl"))
    with attempt("torch export"):
        torch.export.save(torch.export.export(network, (example,)), str(out / "exported.pt2"))


@maker("torch")
def quantized_modules(out):
    with attempt("torch dynamic quantization"):
        dynamic = torch.ao.quantization.quantize_dynamic(
            nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.LSTM(4, 4)), {nn.Linear}, dtype=torch.qint8
        )
        torch.save(dynamic, out / "dynamic_quantized.pt")
        torch.save(dynamic.state_dict(), out / "dynamic_quantized.state_dict.pt")
    with attempt("torch static quantization"):
        network = nn.Sequential(
            torch.ao.quantization.QuantStub(), nn.Conv2d(1, 2, 3), nn.ReLU(), torch.ao.quantization.DeQuantStub()
        ).eval()
        network.qconfig = torch.ao.quantization.get_default_qconfig("fbgemm")
        prepared = torch.ao.quantization.prepare(network)
        prepared(torch.randn(1, 1, 8, 8))
        torch.save(prepared.state_dict(), out / "observed.state_dict.pt")
        converted = torch.ao.quantization.convert(prepared)
        torch.save(converted.state_dict(), out / "static_quantized.state_dict.pt")
        torch.save(converted, out / "static_quantized.pt")

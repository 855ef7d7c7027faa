"""torchvision, timm and ultralytics: whole models and checkpoints as their trainers write them."""

import datetime
from copy import deepcopy

import torch

from maker import attempt, maker

TORCHVISION = (
    "resnet18",
    "mobilenet_v3_small",
    "vgg11",
    "densenet121",
    "efficientnet_b0",
    "squeezenet1_0",
    "shufflenet_v2_x0_5",
    "alexnet",
    "googlenet",
    "inception_v3",
    "mnasnet0_5",
    "regnet_y_400mf",
    "convnext_tiny",
    "vit_b_32",
    "swin_t",
    "maxvit_t",
)
TIMM = (
    "resnet10t",
    "vit_tiny_patch16_224",
    "efficientnet_lite0",
    "mobilenetv3_small_050",
    "convnext_atto",
    "swin_tiny_patch4_window7_224",
    "deit_tiny_patch16_224",
    "regnetx_002",
    "mixer_s32_224",
    "levit_128s",
    "ghostnet_050",
    "coat_tiny",
    "poolformer_s12",
    "maxvit_rmlp_pico_rw_256",
    "edgenext_xx_small",
    "tiny_vit_5m_224",
    "fastvit_t8",
    "repvgg_a0",
    "dpn48b",
    "hrnet_w18_small",
    "resmlp_12_224",
    "eva02_tiny_patch14_224",
)
YOLO = (
    "yolov8n.yaml",
    "yolov8n-seg.yaml",
    "yolov8n-pose.yaml",
    "yolov8n-cls.yaml",
    "yolov8n-obb.yaml",
    "yolo11n.yaml",
    "yolo12n.yaml",
    "yolov10n.yaml",
    "yolov9t.yaml",
    "yolov5n.yaml",
    "yolov3-tiny.yaml",
    "rtdetr-resnet50.yaml",
    "yolo26n.yaml",
    "yolov6n.yaml",
    "yolov8n-world.yaml",
)


@maker("torchvision")
def torchvision_models(out):
    import torchvision

    for name in TORCHVISION:
        with attempt(f"torchvision {name}"):
            model = _shrunk(getattr(torchvision.models, name)(weights=None))
            torch.save(model, out / f"{name}.pth")
    for name in (
        "fasterrcnn_mobilenet_v3_large_320_fpn",
        "lraspp_mobilenet_v3_large",
        "ssdlite320_mobilenet_v3_large",
        "deeplabv3_mobilenet_v3_large",
        "retinanet_resnet50_fpn",
        "keypointrcnn_resnet50_fpn",
        "maskrcnn_resnet50_fpn",
        "fcn_resnet50",
        "fcos_resnet50_fpn",
    ):
        with attempt(f"torchvision {name}"):
            family = (
                torchvision.models.segmentation
                if hasattr(torchvision.models.segmentation, name)
                else torchvision.models.detection
            )
            torch.save(_shrunk(getattr(family, name)(weights=None, weights_backbone=None)), out / f"{name}.pt")
    torch.save(torchvision.models.resnet18(weights=None).state_dict(), out / "resnet18-5c106cde.pth")
    transforms = torchvision.transforms
    torch.save(
        transforms.Compose(
            [
                transforms.Resize(8),
                transforms.ToTensor(),
                transforms.Normalize([0.5], [0.5]),
                transforms.RandomHorizontalFlip(),
                transforms.RandomResizedCrop(8),
            ]
        ),
        out / "transforms.pt",
    )


def _shrunk(model):
    """The same classes, one number each: the corpus is about names, not weights."""
    for module in model.modules():
        for store in (module._parameters, module._buffers):
            for key, value in store.items():
                if value is not None and value.numel() > 16:
                    small = value.detach().flatten()[:1].clone()
                    store[key] = torch.nn.Parameter(small) if isinstance(value, torch.nn.Parameter) else small
    return model.eval()


@maker("timm")
def timm_models(out):
    import timm
    import timm.optim
    import timm.utils

    for name in TIMM:
        with attempt(f"timm {name}"):
            torch.save(_shrunk(timm.create_model(name, pretrained=False)), out / f"{name}.pth")
    with attempt("timm training checkpoint"):
        model = timm.create_model("resnet10t", num_classes=2)
        optimizer = timm.optim.create_optimizer_v2(model, opt="adamw")
        state = {
            "epoch": 1,
            "arch": "resnet10t",
            "state_dict": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "version": 2,
            "metric": 0.5,
            "args": __import__("argparse").Namespace(lr=0.1, model="resnet10t"),
            "state_dict_ema": timm.utils.ModelEmaV2(model).module.state_dict(),
        }
        torch.save(state, out / "model_best.pth.tar")


@maker("ultralytics")
def yolo_checkpoints(out):
    import ultralytics

    for name in YOLO:
        with attempt(f"ultralytics {name}"):
            family = (
                ultralytics.RTDETR
                if name.startswith("rtdetr")
                else ultralytics.YOLOWorld
                if "world" in name
                else ultralytics.YOLO
            )
            model = deepcopy(family(name).model).half()
            model.args = {"task": "detect", "model": name, "imgsz": 640, "save_dir": "runs/train"}
            checkpoint = {
                "epoch": -1,
                "best_fitness": None,
                "model": _shrunk(model),
                "ema": None,
                "updates": None,
                "optimizer": None,
                "scaler": {},
                "train_args": dict(model.args),
                "train_metrics": {"fitness": 0.1},
                "train_results": {"epoch": [1]},
                "date": datetime.datetime(2024, 1, 1).isoformat(),
                "version": ultralytics.__version__,
                "license": "AGPL-3.0",
                "docs": "https://docs.ultralytics.com",
            }
            torch.save(checkpoint, out / name.replace(".yaml", ".pt"))
    with attempt("ultralytics namespace"):
        from ultralytics.utils import IterableSimpleNamespace

        model = ultralytics.YOLO("yolov8n.yaml").model
        model.args = IterableSimpleNamespace(box=7.5, cls=0.5, dfl=1.5)
        model.criterion = model.init_criterion()
        torch.save({"epoch": 3, "model": _shrunk(model), "updates": 4}, out / "last.pt")

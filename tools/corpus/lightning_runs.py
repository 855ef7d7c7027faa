"""Lightning: `.ckpt` files of real one-step runs, under both names of the library."""

import argparse

import torch

from maker import attempt, maker


def _module(base):
    class Tiny(base):
        def __init__(self, lr=0.1, layers=(4, 2), name="tiny", options=None):
            super().__init__()
            self.save_hyperparameters()
            self.net = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 2))

        def training_step(self, batch, index):
            loss = self.net(batch[0]).sum()
            self.log("loss", loss)
            return loss

        def configure_optimizers(self):
            optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
            return [optimizer], [torch.optim.lr_scheduler.StepLR(optimizer, 1)]

    return Tiny


def _run(library, callbacks, out, name):
    rows = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.randn(4, 4)), batch_size=2)
    model = _module(library.LightningModule)(
        options=argparse.Namespace(a=1, path="x") if "namespace" in name else {"a": [1, 2]}
    )
    trainer = library.Trainer(
        max_epochs=1,
        max_steps=2,
        accelerator="cpu",
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=str(out),
        enable_checkpointing=bool(callbacks),
        callbacks=callbacks,
    )
    trainer.fit(model, rows)
    trainer.save_checkpoint(out / f"{name}.ckpt")
    trainer.save_checkpoint(out / f"{name}-weights.ckpt", weights_only=True)


@maker("lightning")
def both_names(out):
    for name in ("lightning.pytorch", "pytorch_lightning"):
        with attempt(f"lightning {name}"):
            library = __import__(name, fromlist=["Trainer"])
            callbacks = library.callbacks
            folder = out / name
            folder.mkdir(exist_ok=True)
            _run(
                library,
                [
                    callbacks.ModelCheckpoint(folder, monitor="loss", save_last=True),
                    callbacks.EarlyStopping("loss"),
                    callbacks.Timer(),
                    callbacks.StochasticWeightAveraging(1e-2, swa_epoch_start=1),
                ],
                folder,
                "epoch=0-step=2",
            )
            _run(library, [], folder, "namespace")

/**
 * Packages whose classes configurations name every day. A pickle's list of safe names is exact; a configuration is read
 * by people, is told by line, and dangerous names of these packages are known by name. So here the package is enough.
 */
const PACKAGES = new Set(
  (
    "torch torchvision torchaudio torchtext torchmetrics torchdata torchrl torchao torch_geometric torch_optimizer lightning pytorch_lightning " +
    "lightning_fabric lightning_utilities transformers diffusers datasets tokenizers accelerate peft trl optimum evaluate sentence_transformers " +
    "timm open_clip hydra omegaconf nemo nemo_text_processing megatron apex monai kornia albumentations segmentation_models_pytorch " +
    "sklearn skorch numpy scipy pandas polars keras tensorflow tensorflow_probability jax flax optax equinox haiku xgboost lightgbm " +
    "catboost gluonts uni2ts einops deepspeed bitsandbytes fairscale fairseq fairseq2 speechbrain espnet detectron2 mmcv mmengine mmdet " +
    "ultralytics ray wandb mlflow tensorboard comet_ml neptune optuna gymnasium gym stable_baselines3 gpytorch botorch pyro spacy " +
    "onnxruntime composer litgpt lerobot sentencepiece collections functools datetime argparse pathlib enum decimal fractions math"
  ).split(" "),
);

/** Folders of diffusers' own pipelines, which a `model_index.json` names like libraries. */
const PIPELINES =
  /^(?:stable_|latent_|kandinsky|deepfloyd|audioldm|musicldm|unclip|unidiffuser|versatile_|vq_diffusion|paint_by_example|pixart|flux|hunyuan|cogvideo|controlnet|blip|wuerstchen|shap_e|animatediff|i2vgen|ledits|marigold|pag|sana|allegro|mochi|ltx|lumina|wan|aura_flow|consistency_|dance_|ddim|ddpm|dit|semantic_|spectrogram_|text_to_video|t2i_|amused|free_|gligen|k_diffusion|onnxruntime)/;

export function knownPackage(name: string): boolean {
  const top = name.split(".")[0]!;
  return PACKAGES.has(top) || PIPELINES.test(top);
}

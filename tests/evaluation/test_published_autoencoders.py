"""The autoencoders that come along, through plain diffusers."""

import torch
from diffusers import AutoencoderKL, VQModel

from studio.core.resources import kl_autoencoder_folder, vq_autoencoder_folder
from studio.evaluation.autoencoders import bits_a_pixel, load_codec
from studio.evaluation.fidelity import psnr_db
from studio.evaluation.pictures import held_out_pictures
from studio.training.pictures import as_tensor


@torch.inference_mode()
def test_the_kl_autoencoder_keeps_scenes_crisp_in_half_a_bit_a_pixel():
    folder = kl_autoencoder_folder()
    autoencoder = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32).eval()
    images = as_tensor(held_out_pictures(6, 256))
    decodings = autoencoder.decode(autoencoder.encode(images).latent_dist.mean).sample
    assert float(psnr_db(decodings, images).mean()) > 28
    assert bits_a_pixel(load_codec(folder), [images]) < 0.6


@torch.inference_mode()
def test_the_vq_autoencoder_keeps_scenes_crisper_in_twelve_bits_a_cell():
    folder = vq_autoencoder_folder()
    autoencoder = VQModel.from_pretrained(folder, torch_dtype=torch.float32).eval()
    images = as_tensor(held_out_pictures(6, 256))
    decodings = autoencoder.decode(autoencoder.encode(images).latents).sample
    assert float(psnr_db(decodings, images).mean()) > 32
    assert bits_a_pixel(load_codec(folder), [images]) <= 12 / 16

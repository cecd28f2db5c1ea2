#!/usr/bin/python3
"""Trains a small score network by denoising score matching and writes it as fokker reads it.

    /usr/bin/python3 train.py mixture          writes mixture.npz and mixture_reference.npz
    /usr/bin/python3 train.py old_faithful     the same for data/old_faithful.csv with a Gaussian kernel of 0.2

Packages: python3-torch, python3-numpy. The process is variance preserving, beta from 0.1 to 20, t from 0.001 to 1.
The network states the noise e of x(t) = m x0 + std e as std x + m F(x, log std, m, t), so that F = 0 is exact where
the density is N(0, 1). Loss: E |e_theta - e|^2. The density's own score is never used.
"""

import argparse
import datetime
import math
import pathlib
import sys
import time

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).resolve().parent
BETA_MIN, BETA_MAX, FIRST = 0.1, 20.0, 1e-3
WIDTH, BATCH = 64, 1024


def mixture():
    """Four Gaussians of standard deviation 0.35 in two dimensions."""
    weights = torch.tensor([0.3, 0.3, 0.2, 0.2])
    means = torch.tensor([[-1.5, 0.5], [1.5, -0.5], [0.3, 1.6], [-0.3, -1.6]])
    return weights, means, 0.35


def old_faithful():
    """Eruptions and waiting times, standardised, with a Gaussian kernel on each."""
    data = np.loadtxt(FOLDER / "../../data/old_faithful.csv", delimiter=",", skiprows=1)
    data = (data - data.mean(0)) / data.std(0)
    points = torch.tensor(data, dtype=torch.float32)
    return torch.full((len(points),), 1 / len(points)), points, 0.2


def levels(t):
    """Signal m and std of x(t) = m x0 + std e."""
    integral = BETA_MIN * t + 0.5 * (BETA_MAX - BETA_MIN) * t * t
    return torch.exp(-0.5 * integral), torch.sqrt(-torch.expm1(-integral))


def noise(layers, x, t):
    m, std = levels(t)
    return std * x + m * layers(torch.cat([x, torch.log(std), m, t], 1))


def train(target, steps):
    weights, means, width = target
    layers = torch.nn.Sequential(
        torch.nn.Linear(5, WIDTH), torch.nn.SiLU(), torch.nn.Linear(WIDTH, WIDTH), torch.nn.SiLU(),
        torch.nn.Linear(WIDTH, WIDTH), torch.nn.SiLU(), torch.nn.Linear(WIDTH, 2))
    optimizer = torch.optim.Adam(layers.parameters(), 2e-3)
    mean = [p.detach().clone() for p in layers.parameters()]
    begun = time.time(), time.process_time()
    for k in range(steps):
        optimizer.param_groups[0]["lr"] = 2e-3 * 0.5 * (1 + math.cos(math.pi * k / steps)) + 1e-5
        u = torch.rand(BATCH, 1)
        t = torch.where(torch.rand(BATCH, 1) < 0.5, FIRST + (1 - FIRST) * u, FIRST ** (1 - u))
        m, std = levels(t)
        e = torch.randn(BATCH, 2)
        x0 = means[torch.multinomial(weights, BATCH, True)] + width * torch.randn(BATCH, 2)
        loss = ((noise(layers, m * x0 + std * e, t) - e) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate = 0.999 if k > steps // 6 else 0.9
        with torch.no_grad():
            for kept, p in zip(mean, layers.parameters()):
                kept.mul_(rate).add_(p, alpha=1 - rate)
        if k % 1000 == 0:
            print(f"step {k}, loss {loss.item():.3f}, {time.time() - begun[0]:.0f} s", flush=True)
    with torch.no_grad():
        for kept, p in zip(mean, layers.parameters()):
            p.copy_(kept)
    print(f"{steps} steps of {BATCH}: {time.time() - begun[0]:.0f} s, {time.process_time() - begun[1]:.0f} s processor")
    return layers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=["mixture", "old_faithful"])
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    layers = train({"mixture": mixture, "old_faithful": old_faithful}[options.target](), options.steps)
    arrays = {}
    for number, layer in enumerate(part for part in layers if hasattr(part, "weight")):
        arrays[f"{number}.weight"] = layer.weight.detach().numpy()
        arrays[f"{number}.bias"] = layer.bias.detach().numpy()
    np.savez_compressed(
        FOLDER / f"{options.target}.npz", **arrays,
        **{"fokker.parameterization": "noise", "fokker.preconditioning": "gaussian", "fokker.activation": "silu",
           "fokker.inputs": "x, log_std, signal, t", "about.date": datetime.date.today().isoformat(),
           "about.seed": options.seed, "about.command": " ".join(["train.py", *sys.argv[1:]])})
    x = 1.5 * torch.randn(40, 2)
    times = torch.tensor([0.001, 0.01, 0.1, 0.3, 1.0])
    with torch.no_grad():
        score = torch.stack([-noise(layers, x, t.expand(40, 1)) / levels(t)[1] for t in times])
        exact = torch.stack([-noise(layers.double(), x.double(), t.double().expand(40, 1)) / levels(t.double())[1]
                             for t in times])
    np.savez_compressed(FOLDER / f"{options.target}_reference.npz", x=x.numpy(), times=times.numpy(),
                        score=score.numpy(), score_double=exact.numpy())


main()

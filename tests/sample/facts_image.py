"""Image models, billed by the call. The HTML price is flat, or a line per value of one parameter."""

from tests.sample.facts import Family, flat, tiers

MAKE, EDIT, UPSCALE = "Text to image", "Image to image", "Image upscale"
RESOLUTION, SPEED, QUALITY = "Output resolution", "Rendering speed", "Quality"

IMAGE = (
    Family(
        "flux-2", "Flux 2", "Black Forest Labs", "image",
        "Flux 2 is Black Forest Labs's second image line: pro for finished work, flex for control, klein for speed.",
        (
            tiers("flex-image-to-image", "flux-2-flex-image-to-image", "0.140", EDIT, "image", RESOLUTION,
                  "1k 0.14, 2k 0.24"),
            tiers("flex-text-to-image", "flux-2-flex-text-to-image", "0.140", MAKE, "image", RESOLUTION,
                  "1k 0.14, 2k 0.24"),
            flat("klein-4b", "flux-2-klein-4b", "0.010", MAKE, "0.008 / image"),
            flat("klein-9b", "flux-2-klein-9b", "0.010", MAKE, "0.012 / image"),
            tiers("max-text-to-image", "flux-2-max-text-to-image", "0.160", MAKE, "image", RESOLUTION,
                  "1k 0.09, 2k 0.16"),
            flat("pro-image-to-image", "flux-2-pro-image-to-image", "0.050", EDIT, "0.05 / image"),
            flat("pro-text-to-image", "flux-2-pro-text-to-image", "0.050", MAKE, "0.05 / image"),
        ),
    ),
    Family(
        "flux-1", "Flux 1", "Black Forest Labs", "image",
        "The first Flux line, still the fastest way to a usable draft.",
        (
            flat("schnell", "flux-1-schnell", "0.010", MAKE, "0.003 / image"),
            flat("dev", "flux-1-dev", "0.030", MAKE, "0.03 / image"),
            flat("1.1-pro", "flux-1.1-pro", "0.040", MAKE, "0.04 / image"),
            flat("1.1-pro-ultra", "flux-1.1-pro-ultra", "0.060", MAKE, "0.06 / image"),
        ),
    ),
    Family(
        "flux-kontext", "Flux Kontext", "Black Forest Labs", "image",
        "Flux Kontext changes a picture by instruction and leaves the rest of it alone.",
        (
            flat("dev", "flux-kontext-dev", "0.030", EDIT, "0.025 / image"),
            flat("pro", "flux-kontext-pro", "0.040", EDIT, "0.04 / image"),
            flat("max", "flux-kontext-max", "0.080", EDIT, "0.08 / image"),
        ),
    ),
    Family(
        "imagen-4", "Imagen 4", "Google", "image",
        "Imagen 4 is Google's model for photographs and for lettering that can be read.",
        (
            flat("imagen-4", "imagen-4", "0.040", MAKE, "0.04 / image"),
            flat("imagen-4-fast", "imagen-4-fast", "0.020", MAKE, "0.02 / image"),
            tiers("imagen-4-ultra", "imagen-4-ultra", "0.060", MAKE, "image", RESOLUTION, "1k 0.06, 2k 0.09"),
        ),
    ),
    Family(
        "nano-banana", "Nano Banana", "Google", "image",
        "Nano Banana edits by conversation: say what's wrong with the picture, and it comes back changed.",
        (
            flat("nano-banana", "nano-banana", "0.030", MAKE, "0.03 / image"),
            flat("edit", "nano-banana-edit", "0.030", EDIT, "0.03 / image"),
            tiers("pro", "nano-banana-pro", "0.090", MAKE, "image", RESOLUTION, "1k 0.09, 2k 0.09, 4k 0.16"),
            tiers("pro-edit", "nano-banana-pro-edit", "0.090", EDIT, "image", RESOLUTION, "1k 0.09, 2k 0.09, 4k 0.16"),
        ),
    ),
    Family(
        "seedream", "Seedream", "ByteDance", "image",
        "Seedream draws large pictures with Chinese and English lettering.",
        (
            flat("3.0", "seedream-3.0", "0.030", MAKE, "0.03 / image"),
            flat("4.0", "seedream-4.0", "0.030", MAKE, "0.03 / image"),
            flat("4.0-edit", "seedream-4.0-edit", "0.030", EDIT, "0.03 / image"),
            tiers("4.5", "seedream-4.5", "0.040", MAKE, "image", RESOLUTION, "2k 0.04, 4k 0.06"),
            tiers("4.5-edit", "seedream-4.5-edit", "0.040", EDIT, "image", RESOLUTION, "2k 0.04, 4k 0.06"),
            flat("5.0-lite", "seedream-5.0-lite", "0.030", MAKE, "0.035 / image"),
        ),
    ),
    Family(
        "ideogram", "Ideogram", "Ideogram", "image",
        "Ideogram sets type inside pictures: posters, labels, signs and logos.",
        (
            flat("v2", "ideogram-v2", "0.080", MAKE, "0.08 / image"),
            flat("v2-turbo", "ideogram-v2-turbo", "0.050", MAKE, "0.05 / image"),
            tiers("v3", "ideogram-v3", "0.040", MAKE, "image", SPEED, "turbo 0.04, quality 0.10, balanced 0.07"),
            tiers("v3-edit", "ideogram-v3-edit", "0.100", EDIT, "image", SPEED,
                  "turbo 0.04, quality 0.10, balanced 0.07"),
            tiers("v3-remix", "ideogram-v3-remix", "0.040", EDIT, "image", SPEED,
                  "turbo 0.04, quality 0.10, balanced 0.07"),
            tiers("v3-reframe", "ideogram-v3-reframe", "0.040", EDIT, "image", SPEED,
                  "quality 0.10, balanced 0.07, turbo 0.04"),
            tiers("character", "ideogram-character", "0.100", MAKE, "image", SPEED,
                  "turbo 0.10, quality 0.20, balanced 0.15"),
        ),
    ),
    Family(
        "recraft", "Recraft", "Recraft", "image",
        "Recraft makes vector drawings and cleans up pictures that already exist.",
        (
            flat("v3", "recraft-v3", "0.040", MAKE, "0.04 / image"),
            flat("v3-svg", "recraft-v3-svg", "0.080", MAKE, "0.08 / image"),
            flat("20b", "recraft-20b", "0.020", MAKE, "0.022 / image"),
            flat("crisp-upscale", "recraft-crisp-upscale", "0.010", UPSCALE, "0.004 / image"),
            flat("creative-upscale", "recraft-creative-upscale", "0.250", UPSCALE, "0.25 / image"),
            flat("remove-background", "recraft-remove-background", "0.010", EDIT, "0.01 / image"),
        ),
    ),
    Family(
        "qwen-image", "Qwen Image", "Alibaba", "image",
        "Qwen Image writes long passages of Chinese inside a picture without a slip.",
        (
            flat("text-to-image", "qwen-image", "0.020", MAKE, "0.02 / image"),
            flat("edit", "qwen-image-edit", "0.030", EDIT, "0.025 / image"),
            flat("edit-plus", "qwen-image-edit-plus", "0.030", EDIT, "0.03 / image"),
            flat("layered", "qwen-image-layered", "0.050", EDIT, "0.05 / image"),
        ),
    ),
    Family(
        "gpt-image", "GPT Image", "OpenAI", "image",
        "GPT Image follows long instructions closely; its price depends on the quality that's asked for.",
        (
            tiers("1", "gpt-image-1", "0.170", MAKE, "image", QUALITY, "low 0.01, medium 0.04, high 0.17"),
            tiers("1-mini", "gpt-image-1-mini", "0.010", MAKE, "image", QUALITY, "low 0.005, medium 0.011, high 0.036"),
            tiers("1.5", "gpt-image-1.5", "0.130", MAKE, "image", QUALITY, "low 0.009, medium 0.034, high 0.133"),
            tiers("1.5-edit", "gpt-image-1.5-edit", "0.130", EDIT, "image", QUALITY,
                  "low 0.009, medium 0.034, high 0.133"),
        ),
    ),
    Family(
        "midjourney", "Midjourney", "Midjourney", "image",
        "Midjourney returns four pictures a run; the price is for the run.",
        (
            tiers("v6.1", "midjourney-v6.1", "0.030", MAKE, "request", SPEED, "relaxed 0.03, fast 0.06, turbo 0.12"),
            tiers("v7", "midjourney-v7", "0.120", MAKE, "request", SPEED, "relaxed 0.03, fast 0.06, turbo 0.12"),
            flat("v7-edit", "midjourney-v7-edit", "0.060", EDIT, "0.06 / request"),
            flat("v7-upscale", "midjourney-v7-upscale", "0.030", UPSCALE, "0.03 / request"),
            flat("niji-6", "midjourney-niji-6", "0.060", MAKE, "0.06 / request"),
        ),
    ),
    Family(
        "stable-diffusion", "Stable Diffusion", "Stability AI", "image",
        "Stable Diffusion 3.5 in its three sizes, and the two services that are built on it.",
        (
            flat("3.5-large", "sd3.5-large", "0.070", MAKE, "0.065 / image"),
            flat("3.5-large-turbo", "sd3.5-large-turbo", "0.040", MAKE, "0.04 / image"),
            flat("3.5-medium", "sd3.5-medium", "0.040", MAKE, "0.035 / image"),
            flat("core", "stable-image-core", "0.030", MAKE, "0.03 / image"),
            flat("ultra", "stable-image-ultra", "0.080", MAKE, "0.08 / image"),
        ),
    ),
    Family(
        "z-image", "Z-Image", "Alibaba", "image",
        "Z-Image is small, quick and so cheap that its price has a fraction of a cent.",
        (
            flat("base", "z-image-base", "0.010", MAKE, "0.006 / image"),
            flat("edit", "z-image-edit", "0.010", EDIT, "0.006 / image"),
            flat("turbo", "z-image-turbo", "0.010", MAKE, "0.004 / image"),
        ),
    ),
)  # fmt: skip

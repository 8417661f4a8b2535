"""Video models, listed by the call. The HTML price depends on resolution or length, or runs by the second."""

from tests.sample.facts import Family, flat, tiers

MAKE, ANIMATE, CHANGE = "Text to video", "Image to video", "Video to video"
RESOLUTION, DURATION, QUALITY = "Output resolution", "Duration", "Quality"

VIDEO = (
    Family(
        "kling", "Kling", "Kuaishou", "video",
        "Kling's newest models make sound and picture together; the older ones stay for their price.",
        (
            tiers("1.6-standard", "kling-1.6-standard", "0.220", MAKE, "request", DURATION, "5s 0.22, 10s 0.44"),
            tiers("1.6-pro", "kling-1.6-pro", "0.450", MAKE, "request", DURATION, "5s 0.45, 10s 0.90"),
            tiers("2.1-standard", "kling-2.1-standard", "0.250", ANIMATE, "request", DURATION, "5s 0.25, 10s 0.50"),
            tiers("2.1-pro", "kling-2.1-pro", "0.450", ANIMATE, "request", DURATION, "5s 0.45, 10s 0.90"),
            tiers("2.1-master", "kling-2.1-master", "1.300", MAKE, "request", DURATION, "5s 1.30, 10s 2.60"),
            tiers("2.5-turbo-pro", "kling-2.5-turbo-pro", "0.380", MAKE, "request", DURATION, "5s 0.38, 10s 0.76"),
            tiers("2.6", "kling-2.6", "0.760", MAKE, "request", DURATION, "5s 0.38, 10s 0.76"),
            tiers("3.0", "kling-3.0", "0.900", MAKE, "second", RESOLUTION, "720p 0.09, 1080p 0.12"),
            tiers("3.0-motion-control", "kling-3.0-motion-control", "0.600", CHANGE, "second", RESOLUTION,
                  "720p 0.06, 1080p 0.09"),
        ),
    ),
    Family(
        "hailuo", "Hailuo", "MiniMax", "video",
        "Hailuo is MiniMax's video line, known for movement that obeys weight.",
        (
            tiers("02-standard", "hailuo-02-standard", "0.280", MAKE, "request", RESOLUTION, "512p 0.10, 768p 0.28"),
            flat("02-pro", "hailuo-02-pro", "0.500", MAKE, "0.50 / request"),
            tiers("2.3-standard", "hailuo-2.3-standard", "0.500", MAKE, "request", RESOLUTION,
                  "768p 0.30, 1080p 0.50"),
            tiers("2.3-fast", "hailuo-2.3-fast", "0.200", ANIMATE, "request", DURATION, "6s 0.20, 10s 0.33"),
            flat("2.3-pro", "hailuo-2.3-pro", "0.520", MAKE, "0.52 / request"),
        ),
    ),
    Family(
        "veo", "Veo", "Google", "video",
        "Veo films in eight seconds, with speech and sound unless one asks for silence.",
        (
            tiers("2", "veo-2", "1.750", MAKE, "request", DURATION, "5s 1.75, 8s 2.80"),
            flat("3-fast", "veo-3-fast", "0.300", MAKE, "0.30 / request"),
            flat("3-quality", "veo-3-quality", "1.250", MAKE, "1.25 / request"),
            flat("3.1-lite", "veo-3.1-lite", "0.150", MAKE, "0.15 / request"),
            tiers("3.1-fast", "veo-3.1-fast", "0.300", MAKE, "request", RESOLUTION, "720p 0.30, 1080p 0.33, 4k 0.90"),
            tiers("3.1-quality", "veo-3.1-quality", "1.250", MAKE, "request", RESOLUTION,
                  "720p 1.25, 1080p 1.28, 4k 1.90"),
        ),
    ),
    Family(
        "sora-2", "Sora 2", "OpenAI", "video",
        "Sora 2 keeps people and places the same from one shot to the next.",
        (
            tiers("text-to-video", "sora-2-text-to-video", "0.150", MAKE, "request", DURATION, "10s 0.15, 15s 0.18"),
            tiers("image-to-video", "sora-2-image-to-video", "0.150", ANIMATE, "request", DURATION,
                  "10s 0.15, 15s 0.18"),
            tiers("pro-text-to-video", "sora-2-pro-text-to-video", "0.900", MAKE, "request", QUALITY,
                  "standard 0.90, high 1.95"),
            tiers("pro-image-to-video", "sora-2-pro-image-to-video", "0.900", ANIMATE, "request", QUALITY,
                  "standard 0.90, high 1.95"),
        ),
    ),
    Family(
        "runway", "Runway", "Runway", "video",
        "Runway bills by the second of finished film.",
        (
            flat("gen-3-turbo", "runway-gen-3-turbo", "0.250", ANIMATE, "0.05 / second"),
            flat("gen-4-turbo", "runway-gen-4-turbo", "0.250", ANIMATE, "0.05 / second"),
            flat("gen-4", "runway-gen-4", "0.600", ANIMATE, "0.12 / second"),
            flat("aleph", "runway-aleph", "0.750", CHANGE, "0.15 / second"),
            flat("act-two", "runway-act-two", "0.250", CHANGE, "0.05 / second"),
        ),
    ),
    Family(
        "wan", "Wan", "Alibaba", "video",
        "Wan's weights are open, and so are most of the tools that people have built around it.",
        (
            tiers("2.1", "wan-2.1", "0.200", MAKE, "request", RESOLUTION, "480p 0.20, 720p 0.40"),
            tiers("2.2-turbo", "wan-2.2-turbo", "0.050", MAKE, "request", RESOLUTION,
                  "480p 0.05, 580p 0.075, 720p 0.10"),
            tiers("2.5-text-to-video", "wan-2.5-text-to-video", "0.060", MAKE, "second", RESOLUTION,
                  "480p 0.05, 720p 0.06, 1080p 0.10", billing="second"),
            tiers("2.5-image-to-video", "wan-2.5-image-to-video", "0.060", ANIMATE, "second", RESOLUTION,
                  "480p 0.05, 720p 0.06, 1080p 0.10", billing="second"),
            tiers("2.6-text-to-video", "wan-2.6-text-to-video", "0.350", MAKE, "request", DURATION,
                  "5s 0.35, 10s 0.70, 15s 1.05"),
            tiers("2.6-image-to-video", "wan-2.6-image-to-video", "0.350", ANIMATE, "request", DURATION,
                  "5s 0.35, 10s 0.70, 15s 1.05"),
        ),
    ),
    Family(
        "seedance", "Seedance", "ByteDance", "video",
        "Seedance cuts several shots into one film from a single prompt.",
        (
            tiers("1.0-lite", "seedance-1.0-lite", "0.050", MAKE, "second", RESOLUTION,
                  "480p 0.01, 720p 0.0225, 1080p 0.05"),
            tiers("1.0-pro", "seedance-1.0-pro", "0.070", MAKE, "second", RESOLUTION,
                  "480p 0.014, 720p 0.03, 1080p 0.07"),
            tiers("1.0-pro-fast", "seedance-1.0-pro-fast", "0.030", ANIMATE, "second", RESOLUTION,
                  "720p 0.016, 1080p 0.036"),
            tiers("1.5-pro", "seedance-1.5-pro", "0.140", MAKE, "request", RESOLUTION, "480p 0.07, 720p 0.14"),
            tiers("2.0", "seedance-2.0", "0.410", MAKE, "second", RESOLUTION, "480p 0.19, 720p 0.41"),
        ),
    ),
    Family(
        "luma", "Luma Ray", "Luma AI", "video",
        "Luma's Ray models move the camera the way one describes it.",
        (
            tiers("ray-2", "luma-ray-2", "0.500", MAKE, "request", DURATION, "5s 0.50, 9s 0.90"),
            tiers("ray-2-flash", "luma-ray-2-flash", "0.180", MAKE, "request", DURATION, "5s 0.18, 9s 0.32"),
            flat("ray-3", "luma-ray-3", "0.800", MAKE, "0.16 / second"),
            flat("modify", "luma-modify", "0.600", CHANGE, "0.12 / second"),
        ),
    ),
    Family(
        "pixverse", "PixVerse", "PixVerse", "video",
        "PixVerse is made for short clips with effects that can be chosen by name.",
        (
            tiers("v4.5", "pixverse-v4.5", "0.200", MAKE, "request", RESOLUTION, "540p 0.15, 720p 0.20, 1080p 0.40"),
            tiers("v5", "pixverse-v5", "0.150", MAKE, "request", RESOLUTION, "540p 0.15, 720p 0.20, 1080p 0.40"),
            tiers("v5.5", "pixverse-v5.5", "0.200", MAKE, "request", DURATION, "5s 0.20, 8s 0.40, 10s 0.44"),
            flat("lip-sync", "pixverse-lip-sync", "0.040", CHANGE, "0.04 / second", billing="second"),
        ),
    ),
    Family(
        "vidu", "Vidu", "Shengshu", "video",
        "Vidu takes up to seven pictures as its cast and keeps all of them recognisable.",
        (
            flat("2.0", "vidu-2.0", "0.100", ANIMATE, "0.10 / request"),
            flat("q1", "vidu-q1", "0.400", MAKE, "0.40 / request"),
            flat("q2-turbo", "vidu-q2-turbo", "0.200", ANIMATE, "0.05 / second"),
            tiers("q2-pro", "vidu-q2-pro", "0.300", ANIMATE, "request", RESOLUTION, "720p 0.20, 1080p 0.30"),
        ),
    ),
    Family(
        "grok-imagine", "Grok Imagine", "xAI", "video",
        "Grok Imagine animates a picture in about fifteen seconds.",
        (
            tiers("text-to-video", "grok-imagine-text-to-video", "0.100", MAKE, "request", DURATION,
                  "6s 0.10, 10s 0.15"),
            tiers("image-to-video", "grok-imagine-image-to-video", "0.100", ANIMATE, "request", DURATION,
                  "6s 0.10, 10s 0.15"),
            flat("upscale", "grok-imagine-upscale", "0.050", CHANGE, "0.05 / request"),
        ),
    ),
)  # fmt: skip

"""Text models. The rates are invented; their order is input, output, cache read, cache write 5m, cache write 1h."""

from tests.sample.facts import Family, chat

TEXT = (
    Family(
        "minimax", "MiniMax", "MiniMax", "text",
        "MiniMax's M series is a line of sparse text models aimed at coding and at long tasks with tools.",
        (
            chat("m2", "MiniMax-M2", "0.010", "0.30 1.20 0.03 0"),
            chat("m2.1", "MiniMax-M2.1", "0.010", "0.30 1.20 0.03 0"),
            chat("m2.5", "MiniMax-M2.5", "0.010", "0.30 1.20 0.03 0.375"),
            chat("m2.5-highspeed", "MiniMax-M2.5-highspeed", "0.020", "0.60 2.40 0.03 0.375"),
            chat("m2.7", "MiniMax-M2.7", "0.010", "0.30 1.20 0.06 0.375"),
            chat("m2.7-highspeed", "MiniMax-M2.7-highspeed", "0.020", "0.60 2.40 0.06 0.375"),
            chat("m3", "MiniMax-M3", "0.010", "0.35 1.40 0.07 0.40"),
        ),
    ),
    Family(
        "glm", "GLM", "Z.ai", "text",
        "GLM is Z.ai's family of general models, from a small free one to large ones that plan over many steps.",
        (
            chat("4.5", "glm-4.5", "0.020", "0.35 1.40 0.07 0"),
            chat("4.5-air", "glm-4.5-air", "0.010", "0.10 0.55 0.02 0"),
            chat("4.5-flash", "glm-4.5-flash", "0.000", "0 0 0 0"),
            chat("4.6", "glm-4.6", "0.020", "0.30 1.10 0.06 0"),
            chat("4.7", "glm-4.7", "0.020", "0.30 1.10 0.06 0"),
            chat("5", "glm-5", "0.020", "0.55 1.80 0.11 0"),
            chat("5-turbo", "glm-5-turbo", "0.020", "0.60 2.00 0.12 0"),
            chat("5.1", "glm-5.1", "0.030", "0.75 2.60 0.15 0"),
        ),
    ),
    Family(
        "deepseek", "DeepSeek", "DeepSeek", "text",
        "DeepSeek's models think in the open or answer at once; both kinds share one price list here.",
        (
            chat("v3", "deepseek-v3", "0.010", "0.24 0.95 0.06 -"),
            chat("v3.1", "deepseek-v3.1", "0.010", "0.50 1.50 0.06 -"),
            chat("v3.1-terminus", "deepseek-v3.1-terminus", "0.010", "0.50 1.50 0.06 -"),
            chat("v3.2", "deepseek-v3.2", "0.010", "0.25 0.38 0.025 -"),
            chat("r1", "deepseek-r1", "0.020", "0.50 2.10 0.13 -"),
        ),
    ),
    Family(
        "qwen", "Qwen", "Alibaba", "text",
        "Qwen covers chat, code and pictures as input; the coder variants keep whole repositories in view.",
        (
            chat("3-max", "qwen3-max", "0.020", "1.10 5.50 0.22 1.38"),
            chat("3-coder-plus", "qwen3-coder-plus", "0.020", "0.90 4.50 0.09 1.13"),
            chat("3-coder-flash", "qwen3-coder-flash", "0.010", "0.27 1.35 0.027 0.34"),
            chat("3-235b-a22b", "qwen3-235b-a22b", "0.010", "0.20 0.80 - -"),
            chat("3-vl-plus", "qwen3-vl-plus", "0.010", "0.20 1.60 - -"),
            chat("3.5-plus", "qwen3.5-plus", "0.020", "0.40 2.40 0.04 0.50"),
        ),
    ),
    Family(
        "kimi", "Kimi", "Moonshot AI", "text",
        "Kimi's K2 models call tools for hundreds of steps without losing the thread.",
        (
            chat("k2", "kimi-k2", "0.010", "0.55 2.30 0.14 -"),
            chat("k2-turbo", "kimi-k2-turbo", "0.030", "1.10 7.50 0.14 -"),
            chat("k2-thinking", "kimi-k2-thinking", "0.020", "0.55 2.30 0.14 -"),
            chat("k2.5", "kimi-k2.5", "0.020", "0.60 3.00 0.10 -"),
        ),
    ),
    Family(
        "claude", "Claude", "Anthropic", "text",
        "Claude comes in three sizes. Prompt caching is billed when it's written and again, far less, when it's read.",
        (
            chat("haiku-4.5", "claude-haiku-4-5", "0.010", "0.90 4.50 0.09 1.13 1.80"),
            chat("sonnet-4", "claude-sonnet-4", "0.020", "2.70 13.50 0.27 3.38 5.40"),
            chat("sonnet-4.5", "claude-sonnet-4-5", "0.020", "2.70 13.50 0.27 3.38 5.40"),
            chat("opus-4.1", "claude-opus-4-1", "0.080", "13.50 67.50 1.35 16.88 27.00"),
            chat("opus-4.5", "claude-opus-4-5", "0.030", "4.50 22.50 0.45 5.63 9.00"),
        ),
        ("/v1/chat/completions", "/v1/messages"),
    ),
    Family(
        "gpt", "GPT", "OpenAI", "text",
        "GPT spans small models for sorting and tagging and large ones that reason before they answer.",
        (
            chat("4o", "gpt-4o", "0.010", "2.25 9.00 1.13"),
            chat("4.1", "gpt-4.1", "0.010", "1.80 7.20 0.45"),
            chat("4.1-mini", "gpt-4.1-mini", "0.010", "0.36 1.44 0.09"),
            chat("5", "gpt-5", "0.010", "1.13 9.00 0.113"),
            chat("5-mini", "gpt-5-mini", "0.010", "0.23 1.80 0.023"),
            chat("5-nano", "gpt-5-nano", "0.010", "0.045 0.36 0.0045"),
            chat("5.1", "gpt-5.1", "0.010", "1.13 9.00 0.113"),
        ),
        ("/v1/chat/completions", "/v1/responses"),
    ),
    Family(
        "gemini", "Gemini", "Google", "text",
        "Gemini takes text, sound and pictures in one request and answers in text.",
        (
            chat("2.0-flash", "gemini-2.0-flash", "0.010", "0.09 0.36 0.0225", status="maintenance"),
            chat("2.5-flash-lite", "gemini-2.5-flash-lite", "0.010", "0.09 0.36 0.009"),
            chat("2.5-flash", "gemini-2.5-flash", "0.010", "0.27 2.25 0.027"),
            chat("2.5-pro", "gemini-2.5-pro", "0.020", "1.13 9.00 0.113"),
            chat("3-pro-preview", "gemini-3-pro-preview", "0.020", "1.80 10.80 0.18"),
        ),
    ),
    Family(
        "grok", "Grok", "xAI", "text",
        "Grok's fast variants trade a little depth for a very long window.",
        (
            chat("3", "grok-3", "0.020", "2.80 14.00 0.70"),
            chat("3-mini", "grok-3-mini", "0.010", "0.28 0.48 0.07"),
            chat("4", "grok-4", "0.020", "2.80 14.00 0.70"),
            chat("4-fast", "grok-4-fast", "0.010", "0.19 0.48 0.05"),
            chat("code-fast-1", "grok-code-fast-1", "0.010", "0.19 1.40 0.02"),
        ),
    ),
    Family(
        "llama", "Llama", "Meta", "text",
        "Llama's open weights, hosted: the same files that anyone may download, without the hardware.",
        (
            chat("3.1-8b", "llama-3.1-8b-instruct", "0.010", "0.04 0.06"),
            chat("3.1-70b", "llama-3.1-70b-instruct", "0.010", "0.38 0.40"),
            chat("3.3-70b", "llama-3.3-70b-instruct", "0.010", "0.13 0.38"),
            chat("4-scout", "llama-4-scout", "0.010", "0.09 0.32"),
            chat("4-maverick", "llama-4-maverick", "0.010", "0.16 0.62"),
        ),
    ),
    Family(
        "mistral", "Mistral", "Mistral AI", "text",
        "Mistral's models are small for what they do, and strong in European languages.",
        (
            chat("large-2", "mistral-large-2", "0.020", "1.90 5.70"),
            chat("medium-3", "mistral-medium-3", "0.010", "0.38 1.90"),
            chat("small-3.2", "mistral-small-3.2", "0.010", "0.09 0.28"),
            chat("codestral-2", "codestral-2", "0.010", "0.28 0.85"),
            chat("magistral-medium", "magistral-medium", "0.020", "1.90 4.75"),
            chat("ministral-8b", "ministral-8b", "0.010", "0.09 0.09"),
        ),
    ),
    Family(
        "command", "Command", "Cohere", "text",
        "Command is made for search over one's own documents, with its sources named in the answer.",
        (
            chat("a", "command-a", "0.020", "2.40 9.50"),
            chat("r", "command-r", "0.010", "0.14 0.57"),
            chat("r-plus", "command-r-plus", "0.020", "2.40 9.50"),
            chat("r7b", "command-r7b", "0.010", "0.036 0.143"),
        ),
    ),
    Family(
        "ernie", "ERNIE", "Baidu", "text",
        "ERNIE is Baidu's line of models, at its best in Chinese.",
        (
            chat("4.5-turbo", "ernie-4.5-turbo-128k", "0.010", "0.11 0.44"),
            chat("4.5-vl", "ernie-4.5-turbo-vl", "0.010", "0.42 1.25"),
            chat("5.0", "ernie-5.0", "0.020", "0.85 3.40"),
            chat("x1-turbo", "ernie-x1-turbo", "0.010", "0.14 0.55"),
        ),
    ),
    Family(
        "doubao", "Doubao", "ByteDance", "text",
        "Doubao's Seed models answer quickly and read pictures and films as well as text.",
        (
            chat("1.5-pro", "doubao-1.5-pro-256k", "0.010", "0.70 1.25 0.14"),
            chat("seed-1.6", "doubao-seed-1.6", "0.010", "0.11 1.10 0.022"),
            chat("seed-1.6-flash", "doubao-seed-1.6-flash", "0.010", "0.021 0.21 0.0042"),
            chat("seed-1.8", "doubao-seed-1.8", "0.010", "0.11 1.10 0.022"),
        ),
    ),
    Family(
        "hunyuan", "Hunyuan", "Tencent", "text",
        "Hunyuan pairs a quick model for conversation with a slower one for problems.",
        (
            chat("a13b", "hunyuan-a13b", "0.010", "0.07 0.28"),
            chat("large", "hunyuan-large", "0.010", "0.55 1.65", status="maintenance"),
            chat("t1", "hunyuan-t1", "0.010", "0.14 0.55"),
            chat("turbos", "hunyuan-turbos", "0.010", "0.11 0.28"),
        ),
    ),
    Family(
        "nova", "Nova", "Amazon", "text",
        "Nova's four sizes differ in price by a factor of seventy, and far less in everyday answers.",
        (
            chat("micro", "nova-micro", "0.010", "0.035 0.14 0.009"),
            chat("lite", "nova-lite", "0.010", "0.06 0.24 0.015"),
            chat("pro", "nova-pro", "0.010", "0.80 3.20 0.20"),
            chat("premier", "nova-premier", "0.020", "2.50 12.50 0.63"),
        ),
    ),
)  # fmt: skip

"""Audio models: songs by the song, speech by 1K characters, transcripts by the minute, sounds by the second."""

from tests.sample.facts import Family, flat, tiers

MUSIC, SPEECH, TRANSCRIPT, SOUND = "Text to music", "Text to speech", "Speech to text", "Sound effect"

AUDIO = (
    Family(
        "suno", "Suno", "Suno", "audio",
        "Suno writes, sings and plays a whole song from a line of text.",
        (
            flat("v3.5", "suno-v3.5", "0.080", MUSIC, "0.08 / song", billing="song", status="maintenance"),
            flat("v4", "suno-v4", "0.120", MUSIC, "0.12 / song", billing="song"),
            flat("v4.5", "suno-v4.5", "0.120", MUSIC, "0.12 / song", billing="song"),
            flat("v4.5-plus", "suno-v4.5-plus", "0.150", MUSIC, "0.15 / song", billing="song"),
            flat("v5", "suno-v5", "0.220", MUSIC, "0.22 / song", billing="song"),
            flat("v5-extend", "suno-v5-extend", "0.120", MUSIC, "0.12 / request"),
        ),
    ),
    Family(
        "elevenlabs", "ElevenLabs", "ElevenLabs", "audio",
        "ElevenLabs's voices, its sound effects and its transcripts, each with a unit of its own.",
        (
            flat("multilingual-v2", "eleven-multilingual-v2", "0.100", SPEECH, "0.10 / 1K characters",
                 billing="1K characters"),
            flat("turbo-v2.5", "eleven-turbo-v2.5", "0.050", SPEECH, "0.05 / 1K characters", billing="1K characters"),
            flat("flash-v2.5", "eleven-flash-v2.5", "0.050", SPEECH, "0.05 / 1K characters", billing="1K characters"),
            flat("v3", "eleven-v3", "0.100", SPEECH, "0.10 / 1K characters", billing="1K characters"),
            flat("sound-effects", "eleven-sound-effects-v2", "0.020", SOUND, "0.002 / second"),
            flat("scribe-v1", "eleven-scribe-v1", "0.010", TRANSCRIPT, "0.006 / minute", billing="minute"),
        ),
    ),
    Family(
        "openai-audio", "OpenAI Audio", "OpenAI", "audio",
        "Transcripts billed by the minute of sound, and speech billed by the letters read aloud.",
        (
            flat("whisper-1", "whisper-1", "0.010", TRANSCRIPT, "0.006 / minute", billing="minute"),
            flat("gpt-4o-transcribe", "gpt-4o-transcribe", "0.010", TRANSCRIPT, "0.006 / minute", billing="minute"),
            flat("gpt-4o-mini-transcribe", "gpt-4o-mini-transcribe", "0.010", TRANSCRIPT, "0.003 / minute",
                 billing="minute"),
            flat("tts-1", "tts-1", "0.010", SPEECH, "0.015 / 1K characters", billing="1K characters"),
            flat("tts-1-hd", "tts-1-hd", "0.030", SPEECH, "0.03 / 1K characters", billing="1K characters"),
        ),
    ),
    Family(
        "minimax-speech", "MiniMax Speech", "MiniMax", "audio",
        "MiniMax's voices speak more than thirty languages, Cantonese among them.",
        (
            flat("02-turbo", "speech-02-turbo", "0.060", SPEECH, "0.06 / 1K characters", billing="1K characters"),
            flat("02-hd", "speech-02-hd", "0.100", SPEECH, "0.10 / 1K characters", billing="1K characters"),
            flat("2.6-turbo", "speech-2.6-turbo", "0.060", SPEECH, "0.06 / 1K characters", billing="1K characters"),
            flat("2.6-hd", "speech-2.6-hd", "0.100", SPEECH, "0.10 / 1K characters", billing="1K characters"),
            flat("music-2.0", "music-2.0", "0.030", MUSIC, "0.03 / song", billing="song"),
        ),
    ),
    Family(
        "stable-audio", "Stable Audio", "Stability AI", "audio",
        "Stable Audio makes loops and beds of up to three minutes.",
        (
            flat("2.5", "stable-audio-2.5", "0.200", MUSIC, "0.20 / request"),
            flat("2.5-inpaint", "stable-audio-2.5-inpaint", "0.200", MUSIC, "0.20 / request"),
            tiers("open-small", "stable-audio-open-small", "0.020", SOUND, "request", "Duration", "11s 0.02, 47s 0.05"),
        ),
    ),
    Family(
        "lyria", "Lyria", "Google", "audio",
        "Lyria composes without words: half a minute for a flat price, or as a stream by the second.",
        (
            flat("2", "lyria-2", "0.060", MUSIC, "0.06 / request"),
            flat("realtime", "lyria-realtime", "0.010", MUSIC, "0.0025 / second", billing="second"),
        ),
    ),
    Family(
        "fish-audio", "Fish Audio", "Fish Audio", "audio",
        "Fish Audio copies a voice from fifteen seconds of it; say whose it is before you do.",
        (
            flat("s1", "fish-s1", "0.020", SPEECH, "0.015 / 1K characters", billing="1K characters"),
            flat("s1-mini", "fish-s1-mini", "0.010", SPEECH, "0.008 / 1K characters", billing="1K characters"),
            flat("speech-1.5", "fish-speech-1.5", "0.010", SPEECH, "0.01 / 1K characters", billing="1K characters"),
        ),
    ),
)  # fmt: skip

"""A language model behind an OpenAI-compatible endpoint that the user configured."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from qa.errors import CancelledError, DatelineError, SettingsError, brief
from qa.utils.text import clean

KEY_VARIABLE = "DATELINE_LLM_KEY"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MAX_CHARACTERS = 8_000  # of a reply; the rest is not waited for


class LanguageModelError(DatelineError):
    """The language model can't be reached, or refuses."""


class ChatModel:
    """Sends two messages and returns the reply.

    Nothing else than these messages and the model's name is sent, only to `endpoint`, and redirects are not followed.
    The key is read from the environment, and never stored. `timeout` counts seconds between two parts of a reply.
    """

    def __init__(self, endpoint: str, model: str, *, timeout: float = 60.0) -> None:
        self.endpoint, self.model = endpoint, model
        self._timeout = timeout

    def reply(
        self,
        instructions: str,
        message: str,
        *,
        max_tokens: int,
        watch: Callable[[str], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> str:
        """Return the reply, without characters that act on a terminal; `watch` receives what has come so far.

        Raises LanguageModelError, and CancelledError when `stopped` returns True between two parts.
        """
        import openai

        parts: list[str] = []
        n_characters = 0
        try:
            with (
                self._client() as client,
                client.chat.completions.create(
                    model=self.model,
                    messages=[
                        {"role": "system", "content": instructions},
                        {"role": "user", "content": message},
                    ],
                    temperature=0,
                    max_tokens=max_tokens,
                    stream=True,
                ) as stream,
            ):
                for chunk in stream:
                    if stopped():
                        raise CancelledError
                    said = chunk.choices[0].delta.content if chunk.choices else None
                    parts.append(said or "")
                    n_characters += len(parts[-1])
                    watch(clean("".join(parts)))
                    if n_characters > _MAX_CHARACTERS:
                        break
        except openai.APITimeoutError as error:
            raise self._failed(f"it did not reply for {self._timeout:g} s") from error
        except openai.APIStatusError as error:
            raise self._failed(f"it replied with status {error.status_code}") from error
        except openai.OpenAIError as error:
            raise self._failed(brief(error)) from error
        return clean("".join(parts))

    def _client(self) -> Any:
        import openai

        is_here = urlsplit(self.endpoint).hostname in _LOOPBACK
        return openai.OpenAI(
            base_url=self.endpoint,
            api_key=os.environ.get(KEY_VARIABLE) or "none",
            timeout=self._timeout,
            max_retries=0,
            # A proxy for the internet must not receive what is meant for a server on this machine.
            http_client=openai.DefaultHttpxClient(follow_redirects=False, trust_env=not is_here),
        )

    def _failed(self, why: str) -> LanguageModelError:
        return LanguageModelError(
            f"The language model at {self.endpoint} can't be used: {why}.",
            f"Check llm_endpoint and llm_model in the settings, and {KEY_VARIABLE} if it needs a key.",
        )


def chat_model(endpoint: str, model: str) -> ChatModel:
    """Return the configured model. Raises SettingsError if none is configured, or its client isn't installed."""
    from importlib.util import find_spec

    if not (endpoint and model):
        raise SettingsError(
            "No language model is configured.",
            "Set llm_endpoint and llm_model, for example to http://localhost:11434/v1 and the name of a model there.",
        )
    if find_spec("openai") is None:
        raise SettingsError(
            "The client for language models is not installed.",
            "Install it with: pip install 'dateline-qa[llm]'",
        )
    return ChatModel(endpoint, model)

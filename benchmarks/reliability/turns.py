"""Save turns of a conversation, and print each question once it is saved.

python -m benchmarks.reliability.turns LIBRARY CONVERSATION NAME N
"""

import sys
from pathlib import Path

from qa.history import ConversationStore
from qa.records import Answer, Filters, Reason, Status


def main() -> None:
    library, conversation, name, n_turns = sys.argv[1:]
    store = ConversationStore(Path(library))
    for number in range(int(n_turns)):
        question = f"Question {number} of {name}?"
        answer = Answer(question, Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1)
        store.keep_question(conversation, f"{name}-{number}", question, Filters())
        store.keep_answer(conversation, f"{name}-{number}", answer, [])
        print(question, flush=True)
    store.close()


if __name__ == "__main__":
    main()

"""Files of questions (text, tables, JSON lines, workbooks), read into rows that are validated one by one."""

from qa.batch.question_files.reading import STANDARD_INPUT, is_question_file, read_questions
from qa.batch.question_files.rows import QuestionFile, QuestionRow

__all__ = ["STANDARD_INPUT", "QuestionFile", "QuestionRow", "is_question_file", "read_questions"]

"""The engine for large libraries: LanceDB tables in a folder or in an object store.

An article is stored by one commit to one table, `passages`, whose row for an article's first passage also has the
article itself. The other tables are small, and are written so that a process that is killed between two commits loses
nothing: what is missing then is made again when the article's file is indexed the next time.
"""

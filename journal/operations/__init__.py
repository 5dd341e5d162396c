"""Operations: serving, migrating, backing up, checking, purging."""

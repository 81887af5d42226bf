"""What every room stands on: accounts, access, journal, privacy, jobs, notices, files, search, ui, db."""

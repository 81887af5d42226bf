"""The measuring instruments of ``bench/`` are measured too."""

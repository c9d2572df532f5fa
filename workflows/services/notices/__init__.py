"""Telling people and programs what happened: who is told, how, when, and again if need be."""

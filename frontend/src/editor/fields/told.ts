// The problem that stands at a field already: what is inside does not tell it once more.
import { createContext, useContext } from 'react';

export const ToldProblem = createContext<string | undefined>(undefined);
export const useToldProblem = (): string | undefined => useContext(ToldProblem);

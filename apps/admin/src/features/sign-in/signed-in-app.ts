import { createContext, type ReactNode } from 'react'

/** What is shown to whoever has signed in. */
export const SignedInApp = createContext<ReactNode>(null)

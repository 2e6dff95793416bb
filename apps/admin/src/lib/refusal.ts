import { ApiError } from './api-error.ts'

/** What the settings of a tenant want of a sign-in that they did not take. */
interface Refusal {
  /** By it an administrator finds out more. */
  code?: string
  /** The claim that is missing. */
  claim?: string
  maxAgeSeconds?: number
  amr: string[]
  acr: string[]
}

export function refusalIn(error: unknown): Refusal {
  const data: unknown = error instanceof ApiError ? error.data : undefined
  const known: Readonly<Record<string, unknown>> =
    typeof data === 'object' && data !== null ? { ...data } : {}
  const { refusal, claim, maxAgeSeconds } = known
  const texts = (name: string) =>
    [known[name]].flat().filter((it): it is string => typeof it === 'string')
  return {
    ...(typeof refusal === 'string' && { code: refusal }),
    ...(typeof claim === 'string' && { claim }),
    ...(typeof maxAgeSeconds === 'number' && { maxAgeSeconds }),
    amr: texts('amr'),
    acr: texts('acr'),
  }
}

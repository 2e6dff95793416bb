export type { EnvInput } from './env.ts'

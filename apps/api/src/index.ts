export type { EnvInput, HeadlessEnvInput } from './env.ts'

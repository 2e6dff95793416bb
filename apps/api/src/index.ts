export type { EnvInput, HeadlessEnvInput, StreamEnvInput } from './env.ts'

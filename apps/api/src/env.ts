import { z } from 'zod'

const list = z.string().transform((text) => text.split(/\s+/).filter((it) => it !== ''))

const StreamEnv = z.object({
  TABLE_NAME: z.string().min(1),
})

const Env = StreamEnv.extend({
  OKTA_ISSUER: z.url(),
  OKTA_AUDIENCE: z.string().min(1),
  OKTA_ROOT_CLIENT_ID: z.string().min(1),
  OKTA_ORIGINS: list,
  OKTA_GROUP_CLAIM: z.string().min(1),
  OKTA_SHARED_CLIENT_GROUPS: z.enum(['qualified', 'any']),
  CORS_ORIGINS: list,
  /** Whether answers say what they took, which may tell of more than their caller may read. */
  SHOW_COST: z.enum(['yes', 'no']),
  /** Two while it is rotated: CloudFront sends the old one until it is deployed everywhere. */
  ORIGIN_SECRET: list.pipe(z.array(z.string().min(32)).min(1).max(2)),
})

const HeadlessEnv = Env.extend({
  /** The tenant of front ends that send no `x-tenant`; on the read and preview endpoints only. */
  DEFAULT_TENANT: z.string().transform((id) => id || undefined),
})

/** The variables by name, as the infrastructure declares them: what is declared is what is read. */
export type EnvInput = z.input<typeof Env>
export type HeadlessEnvInput = z.input<typeof HeadlessEnv>
export type StreamEnvInput = z.input<typeof StreamEnv>
export type Env = z.output<typeof Env>

/** Parses the environment once, at cold start: a missing variable fails the first request, not the tenth. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env): Env => Env.parse(source)

/** The same for the headless CMS. */
export const readHeadlessEnv = (source: NodeJS.ProcessEnv = process.env) =>
  HeadlessEnv.parse(source)

/** The same for the consumer of the table's stream. */
export const readStreamEnv = (source: NodeJS.ProcessEnv = process.env) => StreamEnv.parse(source)

import { z } from 'zod'
import { ACCOUNT } from '../computed.ts'
import { declared } from '../graph.ts'
import type { Graph } from '../graph.ts'
import { glob } from '../http.ts'

export interface Access {
  action: string
  resource: string
  /** The service that asks, for example `cloudfront.amazonaws.com`; absent in a role's own policy. */
  service?: string
  /** The resource on whose behalf the service asks. */
  source?: string
  /** Whether it comes over TLS; AWS's services ask no other way. */
  secure?: boolean
}

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())])

// Strict: a part of IAM that is not read here could deny what we would allow.
const Statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts.optional(),
  Principal: z.union([z.literal('*'), z.strictObject({ Service: texts })]).optional(),
  Condition: z
    .strictObject({
      StringEquals: z
        .strictObject({
          'AWS:SourceArn': z.string().optional(),
          'aws:SourceAccount': z.string().optional(),
        })
        .default({}),
      Bool: z.strictObject({ 'aws:SecureTransport': z.stringbool() }).optional(),
    })
    .optional(),
})
type Statement = z.infer<typeof Statement>
const Document = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement) })

/** A policy document, which a program may hand over as an object or as its JSON. */
export const Policy = z.union([
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Document),
  Document,
])
export type Policy = z.infer<typeof Policy>

/** Whether one statement of the policies allows it, and none denies it. */
export function allows(policies: readonly Policy[], access: Access): boolean {
  const applying = policies.flatMap((it) => it.Statement).filter((it) => applies(it, access))
  return (
    applying.some((it) => it.Effect === 'Allow') && applying.every((it) => it.Effect !== 'Deny')
  )
}

function applies({ Action, Resource = ['*'], Principal, Condition }: Statement, access: Access) {
  return (
    Action.some((it) => glob(it).test(access.action)) &&
    Resource.some((it) => glob(it).test(access.resource)) &&
    isMeant(Principal, access) &&
    (Condition === undefined || isMet(Condition, access))
  )
}

function isMeant(principal: Statement['Principal'], { service }: Access): boolean {
  if (principal === '*') return true
  // A role's own policy names nobody: it speaks of whoever has the role.
  return principal ? principal.Service.includes(service ?? '') : service === undefined
}

function isMet({ StringEquals, Bool }: NonNullable<Statement['Condition']>, access: Access) {
  const { 'AWS:SourceArn': source, 'aws:SourceAccount': account } = StringEquals
  return (
    (source === undefined || source === access.source) &&
    (account === undefined || account === ACCOUNT) &&
    (Bool === undefined || Bool['aws:SecureTransport'] === (access.secure ?? true))
  )
}

const ROLE = {
  inputs: z.strictObject({ assumeRolePolicy: Policy }),
  outputs: z.looseObject({ arn: z.string(), name: z.string() }),
}
const ROLE_POLICY = { inputs: z.strictObject({ role: z.string(), policy: Policy }) }

/**
 * What a role may do.
 *
 * @throws if the service could not take the role on.
 */
export function policiesOf(graph: Graph, roleArn: string, service: string): Policy[] {
  const role = declared(graph, 'aws:iam/role:Role', ROLE).find((it) => it.outputs.arn === roleArn)
  const assume = { action: 'sts:AssumeRole', resource: roleArn, service }
  if (!role || !allows([role.inputs.assumeRolePolicy], assume))
    throw new Error(`${service} cannot assume the role ${roleArn}.`)
  return declared(graph, 'aws:iam/rolePolicy:RolePolicy', ROLE_POLICY)
    .filter((it) => it.inputs.role === role.outputs.name)
    .map((it) => it.inputs.policy)
}

const PERMISSION = {
  inputs: z.strictObject({
    action: z.literal('lambda:InvokeFunction'),
    principal: z.literal('apigateway.amazonaws.com'),
    function: z.string(),
    sourceArn: z.string(),
  }),
}

/** Tells whether API Gateway may invoke a function on behalf of a route. */
export function invocationsOf(graph: Graph): (functionName: string, source: string) => boolean {
  const permissions = declared(graph, 'aws:lambda/permission:Permission', PERMISSION)
  return (functionName, source) =>
    permissions.some(
      ({ inputs }) => inputs.function === functionName && glob(inputs.sourceArn).test(source),
    )
}

import { z } from 'zod'
import { ACCOUNT, REGION } from '../computed.ts'
import { close, forwardTo, serve, textAnswer } from '../http.ts'
import type { HttpRequest } from '../http.ts'
import { allows } from './iam.ts'
import type { Policy } from './iam.ts'

const One = z.looseObject({ TableName: z.string() })
const Many = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) })
const Transaction = z.looseObject({
  TransactItems: z.array(
    z.partialRecord(z.enum(['Put', 'Update', 'Delete', 'ConditionCheck', 'Get']), One),
  ),
})

const PARTS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const

export interface GuardedEndpoint {
  url: string
  stop(): Promise<void>
}

/**
 * An address of DynamoDB that answers as a role may hear it: what its policies do not allow is
 * refused, as on AWS, where a missing permission would otherwise be seen for the first time.
 */
export async function guardDynamoDb(
  endpoint: string,
  policies: readonly Policy[],
): Promise<GuardedEndpoint> {
  const forward = forwardTo(endpoint)
  const { server, port } = await serve(async (request) => {
    const denied = accessesOf(request).find((access) => !allows(policies, access))
    return denied ? refusal(denied) : forward(request)
  })
  return { url: `http://127.0.0.1:${port}`, stop: () => close(server) }
}

/** The actions on tables that a call stands for; a transaction is one for each of its parts. */
function accessesOf({ headers, body }: HttpRequest): { action: string; resource: string }[] {
  const [, action = ''] = (headers['x-amz-target'] ?? '').split('.')
  const access = (name: string, table: string) => ({
    action: `dynamodb:${name}`,
    resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`,
  })
  const input: unknown = JSON.parse(body.toString() || '{}')
  const transaction = Transaction.safeParse(input)
  if (transaction.success)
    return transaction.data.TransactItems.flatMap((parts) =>
      Object.entries(PARTS).flatMap(([part, name]) => {
        const on = parts[part as keyof typeof PARTS]
        return on ? [access(name, on.TableName)] : []
      }),
    )
  const many = Many.safeParse(input)
  if (many.success) return Object.keys(many.data.RequestItems).map((table) => access(action, table))
  const one = One.safeParse(input)
  return [access(action, one.success ? one.data.TableName : '*')]
}

const refusal = ({ action, resource }: { action: string; resource: string }) =>
  textAnswer(
    400,
    JSON.stringify({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      message: `The function's role is not authorized to perform: ${action} on resource: ${resource}`,
    }),
    'application/x-amz-json-1.0',
  )

import { eventsOf, today } from '@tenantry/dynamo/testing'
import { event } from '@tenantry/security'
import type { DynamoDBRecord } from 'aws-lambda'
import { beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { logger } from '../src/log.ts'
import { createStreamConsumer } from '../src/stream.ts'
import { randomId, table, world } from './world.ts'

const consume = createStreamConsumer(table)

let noted: MockInstance
beforeEach(() => {
  noted = vi.spyOn(logger, 'info').mockImplementation(() => {})
})

interface Acme {
  scope: Awaited<ReturnType<typeof world>>['scope']
}

let position = 1000
const record = (PK: string, SK: string, image: object = {}): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { PK: { S: PK }, SK: { S: SK } },
    NewImage: { PK: { S: PK }, SK: { S: SK }, ...image },
    SequenceNumber: String(position++),
  },
})

const eventsIn = ({ scope }: Acme) => eventsOf(scope.table)
/** What the stream tells of a tenant so far. */
const recordsOf = async (acme: Acme) =>
  (await eventsIn(acme)).map(({ PK, SK }) =>
    record(`T#${acme.scope.tenant.id}#${String(PK)}`, String(SK)),
  )

test('seals the events of each tenant that a batch names, and notes the head of each chain', async () => {
  const [acme, globex] = [await world(), await world()]
  await acme.scope.table.write([], event(acme.scope, 'test.thing.make', 'x'))

  const answer = await consume({
    Records: [...(await recordsOf(acme)), ...(await recordsOf(globex))],
  })

  expect(answer).toEqual({ batchItemFailures: [] })
  const sealed = await eventsIn(acme)
  expect(sealed.map(({ sequence }) => sequence)).toEqual([1, 2])
  expect((await eventsIn(globex)).map(({ sequence }) => sequence)).toEqual([1])
  expect(noted).toHaveBeenCalledWith('Sealed.', {
    tenantId: acme.tenant.id,
    sequence: 2,
    hash: sealed[1]?.['hash'],
  })
})

test('the tenant is the one of the key, whatever the image says', async () => {
  const [acme, globex] = [await world(), await world()]
  const [{ dynamodb: { Keys } = {} } = {}] = await recordsOf(acme)
  const claimed = { PK: { S: `T#${globex.tenant.id}#AUDIT#${today()}` } }
  const start = table.calls.length

  await consume({ Records: [record(Keys?.['PK']?.S ?? '', Keys?.['SK']?.S ?? '', claimed)] })

  const keys = table.calls.slice(start).flatMap((call) => call.keys.map(({ PK }) => PK))
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter((PK) => !PK.startsWith(`T#${acme.tenant.id}#`))).toEqual([])
})

test.each([
  ['an item of content', 'T#acme#L#en-US#ENTRY#article#1', 'HEAD'],
  ['the end of a chain', 'T#acme#AUDIT', 'END'],
  ['an item of the platform', 'P#TENANT#acme', 'TENANT'],
  ['a tenant that cannot be one', 'T#a*b#AUDIT#2030-01-01', 'a'.repeat(24)],
  ['an id that is none', 'T#acme#AUDIT#2030-01-01', 'a'],
])('%s is none of its business', async (_, PK, SK) => {
  const start = table.calls.length

  expect(await consume({ Records: [record(PK, SK)] })).toEqual({ batchItemFailures: [] })
  expect(table.calls.slice(start)).toEqual([])
})

test('a tenant that fails is named by its first record, and holds up nobody else', async () => {
  const [acme, globex] = [await world(), await world()]
  await acme.scope.table.write([], event(acme.scope, 'test.thing.make', randomId('x')))
  const told = vi.spyOn(logger, 'error').mockImplementation(() => {})
  const records = [...(await recordsOf(acme)), ...(await recordsOf(globex))]
  table.before = ({ keys }) => {
    if (keys.some(({ PK }) => PK.startsWith(`T#${acme.tenant.id}#`))) throw new Error('outage')
  }

  const answer = await consume({ Records: records })
  table.before = undefined

  const itemIdentifier = records[0]?.dynamodb?.SequenceNumber
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier }] })
  expect(told).toHaveBeenCalledOnce()
  expect((await eventsIn(globex)).map(({ sequence }) => sequence)).toEqual([1])
  expect(await consume({ Records: records })).toEqual({ batchItemFailures: [] })
  expect((await eventsIn(acme)).map(({ sequence }) => sequence)).toEqual([1, 2])
})

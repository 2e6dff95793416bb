// How declared parts behave, with a handler that does on request what a function can do.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { inputsOf, openOkta, openWorld, recordGraph, type World } from '../test/world.ts'
import type { Graph } from './graph.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const FUNCTION = 'aws:lambda/function:Function'
const variablesOf = (it: Graph) =>
  z
    .object({ variables: z.record(z.string(), z.string()) })
    .parse(inputsOf(it, FUNCTION)['environment']).variables

const bundle = mkdtempSync(join(tmpdir(), 'tenantry-function-'))
const okta = await openOkta()
let graph: Graph
let world: World

beforeAll(async () => {
  for (const name of ['graphql', 'headless-cms', 'stream', 'indexing'])
    cpSync(join(import.meta.dirname, '../test/function.mjs'), join(bundle, name, 'index.mjs'))
  graph = await recordGraph(okta, bundle)
  inputsOf(graph, FUNCTION)['timeout'] = 3
  world = await openWorld(graph, okta)
})
afterAll(async () => {
  await world.stop()
  await okta.stop()
  rmSync(bundle, { recursive: true })
})

const ask = (wish: object, headers: Record<string, string> = {}, to = world) =>
  to.send({
    method: 'POST',
    path: '/graphql?a=1&a=2&b=',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(wish),
  })
const answerTo = async (wish: object, headers?: Record<string, string>) =>
  JSON.parse((await ask(wish, headers)).text)

describe('a function', () => {
  test('has the declared environment, what Lambda adds, and nothing of the developer’s', async () => {
    const { env } = await answerTo({ tell: 'env' })

    const variables = variablesOf(graph)
    expect(Object.keys(env).sort()).toEqual(
      [
        ...Object.keys(variables),
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_REGION',
        'TZ',
        'LAMBDA_TASK_ROOT',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_LOG_FORMAT',
        'AWS_ENDPOINT_URL_DYNAMODB',
        'NODE_COMPILE_CACHE',
      ].sort(),
    )
    expect(env).toMatchObject(variables)
  })

  test('gets an event of payload version 2.0', async () => {
    const { event } = await answerTo({ tell: 'event' }, { cookie: 'a=1; b=2', 'x-tenant': 'acme' })

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /graphql',
      rawPath: '/graphql',
      rawQueryString: 'a=1&a=2&b=',
      queryStringParameters: { a: '1,2', b: '' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-tenant': 'acme', host: expect.stringMatching(/\.execute-api\.localhost$/) },
      requestContext: { stage: '$default', http: { method: 'POST', sourceIp: '127.0.0.1' } },
      body: '{"tell":"event"}',
      isBase64Encoded: false,
    })
    expect(event.headers).not.toHaveProperty('cookie')
  })

  test('that takes longer than its time limit is ended, and the next request gets a new one', async () => {
    const late = await ask({ sleep: 15_000 })

    expect(late).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' })
    expect(world.log.at(-1)).toBe('Task timed out after 3.00 seconds')
    expect((await ask({ tell: 'pid' })).status).toBe(200)
  })

  test.each([
    ['throws', { fail: 'throw' }, /Error: on request/],
    ['ends its process', { fail: 'exit' }, /ended with exit code 3/],
  ])('that %s is a 500 that tells nothing, and the log tells what', async (_, wish, logged) => {
    expect(await ask(wish)).toMatchObject({
      status: 500,
      text: '{"message":"Internal Server Error"}',
    })
    expect(world.log.join('\n')).toMatch(logged)
    expect((await ask({ tell: 'pid' })).status).toBe(200)
  })

  test('serves 20 requests at once with at most 3 processes, one request at a time in each', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => answerTo({ tell: 'pid', sleep: 20 })),
    )

    expect(new Set(answers.map(({ pid }) => pid)).size).toBeLessThanOrEqual(3)
    expect(answers.map(({ atOnce }) => atOnce)).toEqual(answers.map(() => 1))
  })

  test('is a new process after a reload, and who waits for the old one is served', async () => {
    const { pid } = await answerTo({ tell: 'pid' })
    const slow = answerTo({ tell: 'pid', sleep: 200 })

    world.reload()

    expect((await slow).pid).toEqual(expect.any(Number))
    expect((await answerTo({ tell: 'pid' })).pid).not.toBe(pid)
  })

  test('may send to DynamoDB what its role allows, and nothing else', async () => {
    const table = graph.outputs['tableName']
    const at = { TableName: table, Key: { PK: { S: 'a' }, SK: { S: 'b' } } }
    const dynamodb = (action: string, input: object) => answerTo({ dynamodb: { action, input } })

    expect(await dynamodb('GetItem', at)).toMatchObject({ status: 200 })
    expect(await dynamodb('TransactWriteItems', { TransactItems: [{ Delete: at }] })).toMatchObject(
      { status: 200 },
    )
    for (const [action, input] of [
      ['Scan', { TableName: table }],
      ['DeleteTable', { TableName: table }],
      ['ListTables', {}],
      ['GetItem', { ...at, TableName: 'another' }],
      ['TransactWriteItems', { TransactItems: [{ Delete: { ...at, TableName: 'another' } }] }],
      ['BatchWriteItem', { RequestItems: { [String(table)]: [] } }],
    ] as const)
      expect(await dynamodb(action, input)).toMatchObject({
        status: 400,
        text: expect.stringContaining('AccessDeniedException'),
      })
  })
})

describe('a stream', () => {
  let number = 0

  /** Writes an item, of the kind that wakes the consumer unless told, and gives its sort key. */
  async function write(target: string, more: object = {}): Promise<string> {
    const id = `${target} ${number++}`
    const item = { PK: 'T#a#AUDIT#2030-01-01', SK: id, kind: 'audit-event', target, ...more }
    const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]))
    const TableName = graph.outputs['tableName']
    await answerTo({ dynamodb: { action: 'PutItem', input: { TableName, Item } } })
    return id
  }

  interface Told {
    eventName: string
    eventSourceARN: string
    dynamodb: { Keys: { SK: { S: string } }; NewImage: object }
  }
  const batches = (): Told[][] =>
    world.log
      .filter((line) => line.startsWith('records '))
      .map((line) => JSON.parse(line.slice('records '.length)))
  const keysIn = (batch: Told[]) => batch.map(({ dynamodb }) => dynamodb.Keys.SK.S)
  /** The batches that these items have come in so far. */
  const batchesOf = (...ids: string[]) =>
    batches()
      .map((batch) => keysIn(batch).filter((it) => ids.includes(it)))
      .filter((keys) => keys.length > 0)

  test('wakes its function for what the pattern describes alone, gathered, as AWS tells it', async () => {
    await write('fine', { kind: 'another' })
    const first = await write('fine')
    const second = await write('fine')
    await write('fine', { SK: first }) // MODIFY is not asked for

    await vi.waitFor(() => expect(batchesOf(first, second)).toEqual([[first, second]]), 25_000)

    const mapping = inputsOf(graph, 'aws:lambda/eventSourceMapping:EventSourceMapping')
    expect(batches()[0]?.[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: mapping['eventSourceArn'],
      dynamodb: {
        Keys: { PK: { S: 'T#a#AUDIT#2030-01-01' }, SK: { S: first } },
        NewImage: { kind: { S: 'audit-event' } },
        SequenceNumber: expect.any(String),
      },
    })
    expect(batches().flatMap(keysIn).length).toBe(2)
  })

  test('delivers again from the first record that its function reports', async () => {
    const [fine, bad, last] = [await write('fine'), await write('report 2'), await write('fine')]

    await vi.waitFor(
      () =>
        expect(batchesOf(fine, bad, last)).toEqual([
          [fine, bad, last],
          [bad, last],
          [bad, last],
        ]),
      15_000,
    )
  })

  test('delivers in halves what its function fails at, and then what comes behind', async () => {
    const [bad, fine] = [await write('throw 2'), await write('fine')]
    await vi.waitFor(() => expect(batchesOf(bad, fine).at(-1)).toEqual([fine]), 25_000)
    const next = await write('fine')

    await vi.waitFor(() => expect(batchesOf(next)).toEqual([[next]]), 25_000)

    expect(batchesOf(bad, fine)).toEqual([[bad, fine], [bad], [bad], [fine]])
  })
})

describe('the distribution', () => {
  test('packs what is worth it and sends an unchanged file only once', async () => {
    const path = '/assets/app-1.js'
    const whole = await world.send({ path })
    const packed = await world.send({ path, headers: { 'accept-encoding': 'br, gzip' } })
    const again = await world.send({
      path,
      headers: { 'if-none-match': String(whole.headers.etag) },
    })

    expect(packed.body.length).toBeLessThan(whole.body.length / 10)
    expect(again).toMatchObject({ status: 304, text: '' })
  })

  test('passes its own origin header, whatever the viewer sends in its place', async () => {
    const { event } = await answerTo({ tell: 'event' }, { 'x-origin-secret': 'mine' })

    expect(event.headers['x-origin-secret']).toMatch(/^\w{48}$/)
  })

  test('adds the address of the viewer behind whatever the viewer says', async () => {
    const { event } = await answerTo({ tell: 'event' }, { 'x-forwarded-for': '203.0.113.9' })

    expect(event.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1, 127.0.0.1')
  })

  test.each(['/graphql/', '/Graphql', '/graphql/x'])('takes POST %s for no API', async (path) => {
    expect(await world.send({ method: 'POST', path, body: '{}' })).toMatchObject({ status: 403 })
  })

  test('answers a body of more than 10 MB as API Gateway does', async () => {
    const text = 'x'.repeat(10 * 1024 * 1024)

    expect(await ask({ text })).toMatchObject({ status: 413 })
  })
})

test('a resource without an interpreter is an error that names it', async () => {
  const [stack] = graph.resources
  if (!stack) throw new Error('an empty graph')
  const queue = { ...stack, custom: true, type: 'aws:sqs/queue:Queue', name: 'mail' }
  const strange = { ...graph, resources: [...graph.resources, queue] }

  await expect(openWorld(strange, okta)).rejects.toThrow(/declares mail \(aws:sqs\/queue:Queue\)/)
})

test('a property that no interpreter reads is an error that names it', async () => {
  const strange: Graph = structuredClone(graph)
  Object.assign(inputsOf(strange, 'aws:apigatewayv2/api:Api'), {
    corsConfiguration: { allowOrigins: ['*'] },
  })

  await expect(openWorld(strange, okta)).rejects.toThrow(/Unrecognized key: "corsConfiguration"/)
})

// A Lambda handler that does what the body of the request wishes.
import { env, pid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

let atOnce = 0

export async function handler(event) {
  if (event.Records) return consume(event.Records)
  const wish = JSON.parse(event.body ?? '{}')
  atOnce++
  try {
    if (wish.sleep) await sleep(wish.sleep)
    if (wish.fail === 'throw') throw new Error('on request')
    if (wish.fail === 'exit') process.exit(3)
    return json(await answerTo(wish, event))
  } finally {
    atOnce--
  }
}

/** Tells what it was given; a record's `target` says how often it fails, and by which way. */
const failures = new Map()
function consume(records) {
  console.log(`records ${JSON.stringify(records)}`)
  const failing = records.find(({ dynamodb: { NewImage, SequenceNumber } }) => {
    const [way, times] = NewImage.target.S.split(' ')
    const before = failures.get(SequenceNumber) ?? 0
    if (!['throw', 'report'].includes(way) || before >= Number(times)) return false
    failures.set(SequenceNumber, before + 1)
    return true
  })
  if (failing?.dynamodb.NewImage.target.S.startsWith('throw')) throw new Error('on request')
  const batchItemFailures = failing ? [{ itemIdentifier: failing.dynamodb.SequenceNumber }] : []
  return { batchItemFailures }
}

async function answerTo(wish, event) {
  if (wish.dynamodb) return dynamodb(wish.dynamodb)
  if (wish.tell === 'env') return { env }
  if (wish.tell === 'event') return { event }
  return { pid, atOnce }
}

/** A call as the SDK sends it, with a signature that DynamoDB Local does not verify. */
async function dynamodb({ action, input }) {
  const response = await fetch(env.AWS_ENDPOINT_URL_DYNAMODB, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  })
  return { status: response.status, text: await response.text() }
}

const json = (body) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

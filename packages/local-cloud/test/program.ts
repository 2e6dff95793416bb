// A program that goes wrong in the way that its configuration asks for.
import * as pulumi from '@pulumi/pulumi'

const config = new pulumi.Config()

/** Registers as a provider's own class would; `arn` and `streamLabel` are outputs. */
class Made extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>
  declare readonly streamLabel: pulumi.Output<string>

  constructor(type: string, name: string, inputs: pulumi.Inputs = {}) {
    super(type, name, { ...inputs, arn: undefined, streamLabel: undefined })
  }
}

const table = new Made('aws:dynamodb/table:Table', 'table', { hashKey: 'PK' })
const files = (inputs?: pulumi.Inputs) => new Made('aws:s3/bucket:Bucket', 'files', inputs)

const mistakes: Readonly<Record<string, () => unknown>> = {
  'a name twice': () => [files(), files()],
  'an output that nobody computes': () =>
    files({ bucket: pulumi.interpolate`files-of-${table.streamLabel}` }),
  'a data source': () => pulumi.runtime.invoke('aws:index/getCallerIdentity:getCallerIdentity', {}),
  'a missing setting': () => config.require('color'),
  'a bug': () => {
    throw new TypeError('The moon is not a number.')
  },
  'a resource made inside apply': () => table.arn.apply(() => files()),
}
mistakes[config.get('mistake') ?? '']?.()

export const tableArn = table.arn
export const password = config.requireSecret('password').apply((it) => it.toUpperCase())
new Made('aws:secretsmanager/secretVersion:SecretVersion', 'secret', { secretString: password })

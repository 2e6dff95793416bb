import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export interface DatabaseArgs {
  /** Neither AWS nor Pulumi then deletes the table without being told to twice. */
  keep: boolean
}

/** The one table of the installation. */
export class Database extends pulumi.ComponentResource {
  readonly table: aws.dynamodb.Table

  constructor(name: string, { keep }: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super('tenantry:Database', name, {}, opts)
    this.table = new aws.dynamodb.Table(
      `${name}-table`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'PK',
        rangeKey: 'SK',
        attributes: [
          { name: 'PK', type: 'S' },
          { name: 'SK', type: 'S' },
        ],
        streamEnabled: true,
        streamViewType: 'NEW_AND_OLD_IMAGES',
        ttl: { attributeName: 'expiresAt', enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true },
        deletionProtectionEnabled: keep,
      },
      { parent: this, protect: keep },
    )
    this.registerOutputs({ table: this.table })
  }
}

import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Model } from '../../lib/content-models.ts'
import { useContent, type Content } from '../../lib/content.tsx'
import { localesQuery } from '../../lib/locales.ts'
import { useApi } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { useKept } from '../../ui/use-kept.ts'
import { pluralOf, singularOf } from './api-names.ts'
import { NO_VALUES, placeProblems, validators } from './model-values.ts'
import { copyModel, modelGroupsQuery } from './queries.ts'

interface CopyModelDialogProps {
  /** None: the dialog is closed. */
  model: Model | undefined
  onClose: () => void
}

/** Makes another model with the same fields, also in another locale. */
export function CopyModelDialog({ model: wanted, onClose }: CopyModelDialogProps) {
  const model = useKept(wanted)
  return (
    <Modal opened={wanted !== undefined} onClose={onClose} title={`Copy ${model?.name ?? ''}`}>
      {model && <CopyForm key={model.modelId} model={model} onClose={onClose} />}
    </Modal>
  )
}

function CopyForm({ model, onClose }: { model: Model; onClose: () => void }) {
  const { form, copy, locales, groups } = useCopy(model, onClose)
  const { groupId, singularApiName } = form.getValues()
  const group = groups?.find((it) => it.id === groupId) ?? groups?.find(isLike(model))
  const isElsewhere = Object.keys(form.errors).length > 0
  const names = { classNames: { input: 'mono' }, autoCapitalize: 'none', spellCheck: false }
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => copy.mutate({ ...values, groupId: group?.id ?? '' }))}
    >
      <Stack gap={20}>
        <Text c="dimmed">The copy has the same fields. Entries are not copied.</Text>
        {copy.error && !isElsewhere && (
          <ErrorNote title="The model was not copied" error={copy.error} />
        )}
        <TextInput
          label="Name"
          {...form.getInputProps('name')}
          onChange={({ currentTarget: { value } }) => {
            const singular = singularOf(value)
            if (singularApiName === singularOf(form.getValues().name))
              form.setValues({ singularApiName: singular, pluralApiName: pluralOf(singular) })
            form.setFieldValue('name', value)
          }}
          withAsterisk
          data-autofocus
        />
        <TextInput
          label="API name of one entry"
          {...form.getInputProps('singularApiName')}
          {...names}
        />
        <TextInput label="API name of many" {...form.getInputProps('pluralApiName')} {...names} />
        {locales.length > 1 && (
          <Select
            label="Locale"
            data={locales}
            allowDeselect={false}
            {...form.getInputProps('locale')}
          />
        )}
        <Select
          label="Group"
          data={groups?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          allowDeselect={false}
          {...form.getInputProps('groupId')}
          value={group?.id ?? null}
          {...(groups?.length === 0 && {
            error: 'There is no group in this locale yet. Create one there with a model.',
          })}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={copy.isPending} disabled={!group}>
            Copy model
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const isLike =
  ({ group }: Model) =>
  ({ id, name }: { id: string; name: string }) =>
    id === group.id || name === group.name

function useCopy(model: Model, onDone: () => void) {
  const api = useApi()
  const content = useContent()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const singular = singularOf(`${model.name} copy`)
  const form = useForm({
    initialValues: {
      name: `${model.name} copy`,
      singularApiName: singular,
      pluralApiName: pluralOf(singular),
      locale: content.locale,
      groupId: model.group.id,
    },
    validate: {
      name: validators.name,
      singularApiName: validators.singularApiName,
      pluralApiName: (name, values) =>
        validators.pluralApiName(name, { ...NO_VALUES, ...values, newGroup: '' }),
    },
  })
  const { locale } = form.getValues()
  const there: Content = { locale, ask: (document, more) => api.manage(locale, document, more) }
  const { data: locales = [] } = useQuery(localesQuery(api))
  const { data: groups } = useQuery(modelGroupsQuery(there))
  const copy = useMutation({
    mutationFn: ({ groupId, locale: wanted, ...names }: typeof form.values) => {
      const elsewhere = wanted !== content.locale && { locale: wanted }
      const data = { ...names, name: names.name.trim(), group: { id: groupId }, ...elsewhere }
      return copyModel(content, { modelId: model.modelId, data })
    },
    onSuccess: async ({ modelId, name }, { locale: made }) => {
      toast(`${name} was created.`)
      await queries.invalidateQueries({ queryKey: ['models'] })
      onDone()
      const search = made === content.locale ? {} : { locale: made }
      await navigate({ to: '/models/$modelId', params: { modelId }, search })
    },
    onError: (error) => {
      const { fields: _, ...problems } = placeProblems(error, [])
      form.setErrors(problems)
    },
  })
  return { form, copy, locales: locales.map(({ code }) => code), groups }
}

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const group = { id: 'g', name: 'Blog' }
const model = {
  modelId: 'article',
  name: 'Article',
  singularApiName: 'Article',
  pluralApiName: 'Articles',
  group,
  layout: [],
  fields: [],
  version: 1,
}
const answers = {
  ListModels: () => ({ answer: ok([model]) }),
  ListModelGroups: () => ({ answer: ok([group]) }),
}

test('a model is copied under names of its own, and a taken one is said at its field', async () => {
  let isTaken = true
  const CopyModel = () => ({
    answer: isTaken
      ? refused('MODEL_SINGULAR_API_NAME_EXISTS', 'Another model has this name.')
      : ok({ ...model, modelId: 'story', name: 'Story' }),
  })
  const { sent } = showAdmin({ address: '/models', answers: { ...answers, CopyModel } })
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for Article' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy' }))
  const name = await screen.findByRole('textbox', { name: 'Name' })
  fireEvent.change(name, { target: { value: 'Story' } })
  await waitFor(() => expect(copyButton()).toHaveProperty('disabled', false))
  fireEvent.click(copyButton())

  expect(await screen.findByText('Another model has this name.')).toBeTruthy()
  isTaken = false
  fireEvent.click(copyButton())

  expect(await screen.findByText('Story was created.')).toBeTruthy()
  expect(sent('CopyModel')[1]?.variables).toEqual({
    modelId: 'article',
    data: {
      name: 'Story',
      singularApiName: 'Story',
      pluralApiName: 'Stories',
      group: { id: 'g' },
    },
  })
})

test('an import shows what it would do, does what is chosen, and tells what became of it', async () => {
  const step = (modelId: string, more: object) => ({
    model: { modelId, name: modelId },
    related: [],
    action: 'create',
    imported: false,
    error: null,
    ...more,
  })
  const groups = [{ group, action: 'none', imported: false, error: null }]
  const broken = { action: 'none', error: { code: 'X', message: 'It has no field.' } }
  const CheckImport = () => ({
    answer: ok({ groups, models: [step('author', {}), step('page', {}), step('bad', broken)] }),
  })
  const ImportModels = () => ({
    answer: ok({ groups, models: [step('page', { imported: true })] }),
  })
  const { sent } = showAdmin({
    address: '/models',
    answers: { ...answers, CheckImport, ImportModels },
  })
  fireEvent.click(await screen.findByRole('button', { name: 'More actions' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Import models' }))
  const dialog = await screen.findByRole('dialog')
  const input = dialog.ownerDocument.querySelector('input[type=file]')
  const file = new File(['{"groups":[],"models":[]}'], 'models.json')
  if (input) fireEvent.change(input, { target: { files: [file] } })

  expect(await within(dialog).findByText('It has no field.')).toBeTruthy()
  fireEvent.click(within(dialog).getByRole('checkbox', { name: /^author/ }))
  fireEvent.click(within(dialog).getByRole('button', { name: 'Import' }))

  expect(await within(dialog).findByText('Was created')).toBeTruthy()
  expect(sent('ImportModels')[0]?.variables).toEqual({
    data: { groups: [], models: [] },
    models: ['page'],
  })
})

const copyButton = () => screen.getByRole('button', { name: 'Copy model' })

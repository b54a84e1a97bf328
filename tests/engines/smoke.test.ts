/** The shortest path through each engine, part of every `npm test`. `npm run test:browsers` covers the rest. */
import { personWithTotp } from '../support';
import { enginesOfThisRun } from '../support/engines';
import { setEngineStage, signedInWithApp, type EngineStage } from './panel';

describe.each(enginesOfThisRun())('%s', (engine) => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await setEngineStage(engine);
  });
  afterAll(() => stage?.close());

  it('lets somebody in with the code of the app, and nothing on the console is wrong [C56] [A37]', () =>
    stage.inTab(async (tab) => {
      const { person, app } = await personWithTotp(stage.host);
      await signedInWithApp(tab, stage.host, person, app);
    }));
});

import audit from './audit';
import diagnostics from './diagnostics';
import enrollment from './enrollment';
import me from './me';
import policy from './policy';
import transactions from './transactions';
import users from './users';

export { shapesOf } from './action';

export default { audit, diagnostics, enrollment, me, policy, transactions, users };

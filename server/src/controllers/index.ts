import audit from './audit';
import enrollment from './enrollment';
import me from './me';
import transactions from './transactions';

export default { audit, enrollment, me, transactions };

from wtforms import SelectField

from journal.web.forms import BaseForm, Required


class PartnerForm(BaseForm):
    actor = SelectField("Pour quelle organisation", [Required("Choisissez une organisation.")])

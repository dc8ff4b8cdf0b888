package io.billinghub.core.billprint;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.RenderingContext;
import io.billinghub.core.invoice.model.BillDocument;
import io.nayuki.qrcodegen.QrCode;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** The code that a banking app reads: a SEPA credit transfer by EPC069-12 version 002, drawn as one vector path. */
final class PaymentCode implements FSObjectDrawerFactory, FSObjectDrawer {
    private static final BigDecimal MAXIMUM = new BigDecimal("999999999.99");
    private static final int NAME_LENGTH = 70;

    /** What the code says; empty if the standard has no transfer of this kind (other currency, nothing to pay now, too much). */
    static Optional<String> content(BillDocument bill) {
        BigDecimal amount = bill.amountDue().getAmount();
        if (!bill.currency().getCode().equals("EUR")
                || bill.due().carries()
                || amount.signum() <= 0
                || amount.compareTo(MAXIMUM) > 0) {
            return Optional.empty();
        }
        String name = bill.payment().creditorName();
        return Optional.of(String.join(
                "\n",
                "BCD",
                "002",
                "1",
                "SCT",
                bill.payment().bic().orElse(""),
                name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) : name,
                bill.payment().iban().replace(" ", ""),
                "EUR" + amount.toPlainString(),
                "",
                bill.payment().reference().replace(" ", "")));
    }

    @Override
    public boolean isReplacedObject(Element element) {
        return element.getTagName().equals("object")
                && element.getAttribute("type").equals("payment-code");
    }

    @Override
    public FSObjectDrawer createDrawer(Element element) {
        return isReplacedObject(element) ? this : null;
    }

    @Override
    public Map<Shape, String> drawObject(
            Element element,
            double x,
            double y,
            double width,
            double height,
            OutputDevice device,
            RenderingContext context,
            int dotsPerPixel) {
        QrCode code = QrCode.encodeText(element.getAttribute("data"), QrCode.Ecc.MEDIUM);
        double module = width / code.size;
        Path2D path = new Path2D.Double();
        for (int row = 0; row < code.size; row++) {
            for (int column = 0; column < code.size; column++) {
                if (code.getModule(column, row)) {
                    square(path, x + column * module, y + row * module, module);
                }
            }
        }
        device.setPaint(Color.BLACK);
        device.fill(path);
        return Map.of();
    }

    private static void square(Path2D path, double x, double y, double side) {
        path.moveTo(x, y);
        path.lineTo(x + side, y);
        path.lineTo(x + side, y + side);
        path.lineTo(x, y + side);
        path.closePath();
    }
}
